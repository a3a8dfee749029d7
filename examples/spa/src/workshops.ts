export interface Workshop {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly day: string;
  /** Euros a seat. */
  readonly price: number;
}

export const WORKSHOPS: readonly Workshop[] = [
  {
    id: "first-flush",
    title: "First flush",
    about: "Six spring teas side by side, and why a hillside tastes of its rain.",
    day: "Saturday at 10",
    price: 28,
  },
  {
    id: "water-and-heat",
    title: "Water and heat",
    about: "One leaf, five kettles: what temperature does, with a thermometer in hand.",
    day: "Sunday at 11",
    price: 24,
  },
  {
    id: "smoke",
    title: "Smoke",
    about: "Pine, cherry and beech: smoke a small tin of your own and take it home.",
    day: "Friday at 18",
    price: 36,
  },
];
