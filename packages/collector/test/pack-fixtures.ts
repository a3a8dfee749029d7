/**
 * What becomes of values of each class where one law holds alone, written from the laws' texts and not from the packs: a
 * row of a pack that is missing here fails, and so does a line here that no pack keeps.
 */
export interface PackFixture {
  /** A visitor of whom this law is true. */
  readonly place: string;
  /** The site's sector, where it takes one. */
  readonly sector?: "health";
  /** Nothing of the value is stored. */
  readonly gone: string;
  /** Stored as it was, at this level. */
  readonly confidential?: string;
  readonly restricted?: string;
  /** Stored as a keyed hash at confidential. */
  readonly hashed?: string;
  /** Stored coarser: class, level, what was typed, what is stored. */
  readonly coarse?: readonly (readonly [string, string, string, string])[];
}

/** Both regulations say the same of these; what rests on Art. 87 is in the EU's pack alone. */
const GDPR: Omit<PackFixture, "place"> = {
  gone: "ethnicity politics religion trade-union genetic biometric health medical-record medication health-insurance disability sexuality criminal-record child child-name child-age",
  restricted: "national-id",
  confidential: "guardian name given-name family-name email phone address street city postal-code birthday user-id",
  hashed: "device-id cookie-id mac-address",
  coarse: [
    ["location", "restricted", "52.520008, 13.404954", "52.5, 13.4"],
    ["ip-address", "confidential", "203.0.113.77", "203.0.113.0"],
  ],
};

export const PACK_FIXTURES: Readonly<Record<string, PackFixture>> = {
  "pci-dss": {
    place: "US-NY",
    gone: "payment-card card-security-code card-expiry password",
    confidential: "card-holder",
  },
  "eu-gdpr": { place: "FR", ...GDPR, restricted: "national-id tax-id" },
  "uk-gdpr": { place: "GB", ...GDPR },
  "us-ca-ccpa": {
    place: "US-CA",
    gone: "ethnicity religion trade-union correspondence genetic biometric health medical-record medication disability sexuality child child-name child-age",
    restricted: "national-id driving-licence passport bank-account iban nationality immigration-id",
    confidential: "name email phone address transaction education",
    hashed: "username device-id cookie-id",
    coarse: [
      ["location", "restricted", "37.7749,-122.4194", "37.8, -122.4"],
      ["ip-address", "confidential", "2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"],
    ],
  },
  "us-hipaa": {
    place: "US-TX",
    sector: "health",
    gone:
      "name given-name family-name card-holder child-name guardian emergency-contact signature street address city location school phone email " +
      "national-id medical-record health-insurance bank-account iban user-id username crypto-wallet certificate driving-licence vehicle-id " +
      "device-id mac-address url social-profile ip-address biometric image passport tax-id voter-id immigration-id military-id " +
      "employee-id cookie-id genetic free-text correspondence search unknown",
    coarse: [
      ["postal-code", "restricted", "90210-1234", "902"],
      ["birthday", "restricted", "1984-05-17", "1984"],
      ["child-age", "restricted", "7", "7"],
      ["date", "restricted", "17/05/2024", "2024"],
    ],
  },
  "br-lgpd": {
    place: "BR",
    gone: "ethnicity religion politics trade-union health medical-record medication disability sexuality genetic biometric child child-name child-age",
    restricted: "national-id tax-id",
    confidential: "name email phone address",
    coarse: [["location", "restricted", "-23.5505", "-23.6"]],
  },
  "ca-pipeda": {
    place: "CA-ON",
    gone: "biometric child child-name child-age",
    restricted: "health medical-record medication income credit-score national-id bank-account",
    confidential: "name email phone address",
    coarse: [["location", "restricted", "43.6532 -79.3832", "43.7, -79.4"]],
  },
  "ca-qc-law-25": {
    place: "CA-QC",
    gone: "health medical-record medication disability genetic biometric sexuality religion ethnicity child child-name child-age location",
    restricted: "income",
    confidential: "name email phone address",
    hashed: "device-id",
  },
  "cn-pipl": {
    place: "CN",
    gone: "biometric religion ethnicity health medical-record medication disability genetic location child child-name child-age",
    restricted: "bank-account iban crypto-wallet image national-id passport",
    confidential: "guardian name email phone address",
    hashed: "device-id",
  },
};
