/** A sentence in both languages. */
export interface Words {
  zh: string;
  en: string;
}
