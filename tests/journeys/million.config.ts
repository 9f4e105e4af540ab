import journeys from "./playwright.config.ts";

// `npm run million`: how long the browser takes to verify a run pack of a million entries. Outside the check.
export default { ...journeys, testMatch: "million.ts", timeout: 300_000, outputDir: "results/run", reporter: [["list"]] };
