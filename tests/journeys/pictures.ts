import { LANGUAGES, THEMES, dress, settled, test, visit } from "./fixtures.ts";
import { screens } from "./screens.ts";

test.use({ demo: true });

const WIDTHS = [390, 820, 1440];
/** `PICTURES=run,composer-what` takes only these; `LOOKS=light-zh-CN` only these looks. */
const only = (process.env.PICTURES ?? "").split(",").filter(Boolean);
const looks = (process.env.LOOKS ?? "").split(",").filter(Boolean);

test("pictures of every screen", async ({ as, gateway, page }) => {
  const all = (await screens(gateway)).filter((screen) => only.length === 0 || only.includes(screen.name));
  for (const role of new Set(all.map((screen) => screen.role))) {
    const own = role ? await as(role) : page;
    await visit(own, "/");
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        if (looks.length > 0 && !looks.includes(`${theme}-${language}`)) continue;
        await dress(own, theme, language);
        for (const screen of all.filter((screen) => screen.role === role)) {
          for (const width of WIDTHS) {
            await own.setViewportSize({ width, height: 900 });
            await visit(own, screen.path);
            const path = `results/pictures/${screen.name}-${width}-${theme}-${language}.png`;
            await own.screenshot({ path, fullPage: true, animations: "disabled" });
          }
        }
      }
    }
  }
});
