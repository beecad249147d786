/** Of this build, as it stands in the package file. */
export { version } from "../../../package.json";
