import journeys from "./playwright.config.ts";

// `npm run pictures`: every screen as a picture in results/pictures, to be looked at by people.
export default { ...journeys, testMatch: "pictures.ts", timeout: 900_000, outputDir: "results/run", reporter: [["list"]] };
