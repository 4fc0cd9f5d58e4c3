/** What a person ordered is not done. Message: what, where, and what was expected; it is shown as it is. */
export class Refused extends Error {
  override readonly name = "Refused";
}
