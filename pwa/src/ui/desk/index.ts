/** What the desk screens share beyond the kit: reading from the server, filters, periods, files. */
import "./desk.css";

export { formatSeconds } from "./clock";
export { saveBlob, saveFile, toCsv } from "./csv";
export * from "./days";
export { deskWords } from "./desk-words";
export { type Choice, FilterBar, FilterSelect, treeChoices } from "./filter-bar";
export { actSentence, Loaded, ReadProblem, readSentence } from "./loaded";
export { PeriodBar } from "./period-bar";
export { joinClauses, joinItems, joinProse, joinSentences, labelled, withNote } from "./punctuation";
export { sayOf } from "./say-of";
export { ScrollFrame } from "./scroll-frame";
export { useNarrow } from "./use-narrow";
export { type Page, type Pages, usePages } from "./use-pages";
export { asProblem, type Resource, useResource } from "./use-resource";
