import { LANGUAGES, THEMES, type Page, dress, expect, test, visit } from "./fixtures.ts";
import { type Screen, screens } from "./screens.ts";

test.use({ demo: true });

/** `PICTURES=run,composer-what` takes only these; `LOOKS=light-zh-CN` only these looks; `WIDTHS=390,820` only these widths. */
const listed = (name: string) => (process.env[name] ?? "").split(",").filter(Boolean);
const [only, looks, wide] = [listed("PICTURES"), listed("LOOKS"), listed("WIDTHS")];
const WIDTHS = [390, 820, 1440, 1920].filter((width) => wide.length === 0 || wide.includes(String(width)));

/** A screen as it is seldom seen, and what makes it so once the page is there. */
type State = Screen & { befall: (page: Page) => Promise<void> };

const rows = (...rows: object[]) => ({ json: { rows, next: null, total: rows.length } });
const instead = (api: string, answer: { json: object }) => async (page: Page) => {
  await page.route(api, (route) => route.fulfill(answer));
  await visit(page, page.url());
};
const orphan = { carrier: "sandbox", reference: "4F1A09C2", at: Date.UTC(2026, 0, 5, 2), received_at: Date.UTC(2026, 0, 5, 2), phone: "****8000" };

const STATES: State[] = [
  {
    name: "state-offline",
    path: "/",
    role: "agent",
    befall: async (page) => {
      await page.context().setOffline(true);
      await expect(page.locator(".topbar__offline")).toBeVisible();
    },
  },
  {
    name: "state-stale",
    path: "/",
    role: "agent",
    befall: async (page) => {
      await page.route("**/api/today", (route) => route.abort());
      for (const _ of LANGUAGES) await page.locator(".topbar__language").click();
      await expect(page.locator(".stale")).not.toBeEmpty();
    },
  },
  {
    name: "state-orphans",
    path: "/runs/doubts?tab=orphans",
    role: "supervisor",
    befall: instead(
      "**/api/receipts/orphans*",
      rows({ ...orphan, status: "failed", code: "UNDELIV" }, { ...orphan, status: "delivered", code: "DELIVRD" }, { ...orphan, status: "expired", code: "EXPIRED" }),
    ),
  },
  ...["customers", "segments", "templates", "campaigns", "replies"].map((list) => ({
    name: `state-no-${list}`,
    path: `/${list}`,
    role: "agent" as const,
    befall: instead(`**/api/${list}*`, list === "customers" || list === "campaigns" || list === "replies" ? rows() : { json: [] }),
  })),
  ...["approvals", "runs", "runs/doubts"].map((list) => ({
    name: `state-no-${list.replace("/", "-")}`,
    path: `/${list}`,
    role: "supervisor" as const,
    befall: instead(`**/api/${list}*`, list === "approvals" ? { json: [] } : rows()),
  })),
];

test("pictures of every screen", async ({ as, gateway, page }) => {
  const every: (Screen | State)[] = [...(await screens(gateway)), ...STATES];
  const all = every.filter((screen) => only.length === 0 || only.includes(screen.name));
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
            if ("befall" in screen) await screen.befall(own);
            const path = `results/pictures/${screen.name}-${width}-${theme}-${language}.png`;
            await own.screenshot({ path, fullPage: true, animations: "disabled" });
            await own.unrouteAll();
            await own.context().setOffline(false);
          }
        }
      }
    }
  }
});
