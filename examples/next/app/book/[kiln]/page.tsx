import Link from "next/link";
import { BookingForm } from "./booking-form";

interface BookPageProps {
  readonly params: Promise<{ readonly kiln: string }>;
}

export async function generateMetadata({ params }: BookPageProps) {
  return { title: `Book the ${(await params).kiln} kiln` };
}

export default async function BookPage({ params }: BookPageProps) {
  const { kiln } = await params;
  return (
    <main>
      <h1>Book</h1>
      <BookingForm kiln={kiln} />
      <Link href="/">All kilns</Link>
    </main>
  );
}
