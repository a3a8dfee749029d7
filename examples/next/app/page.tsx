import Link from "next/link";

export const metadata = { title: "Kilns" };

export default function KilnsPage() {
  return (
    <main>
      <h1>Kilns</h1>
      <Link href="/book/north">Book the north kiln</Link>
    </main>
  );
}
