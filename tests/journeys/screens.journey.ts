import AxeBuilder from "@axe-core/playwright";
import { type Page, type Role, expect, faults, settled, test, visit, wear } from "./fixtures.ts";
import { type Screen, screens } from "./screens.ts";

test.use({ demo: true });
test.describe.configure({ mode: "parallel", timeout: 540_000 });

const WIDTHS = [390, 820, 1440];
/** Where the looks are put on. */
const WIDE = 1280;

/** Most screens are the agent's: two walks beside each other take every other one. */
const WALKS: readonly { who: string; role?: Role; every?: number; from?: number }[] = [
  { who: "the agent, the first and every other", role: "agent", every: 2, from: 0 },
  { who: "the agent, the second and every other", role: "agent", every: 2, from: 1 },
  { who: "a stranger" },
  { who: "the supervisor", role: "supervisor" },
  { who: "the manager", role: "manager" },
  { who: "the admin", role: "admin" },
];

for (const { who, role, every = 1, from = 0 } of WALKS) {
  test(`every screen of ${who}, passes axe in both themes and both languages, and scrolls only downwards`, async ({
    as,
    gateway,
    page,
  }) => {
    const own = (await screens(gateway)).filter((screen) => screen.role === role);
    const mine = own.filter((_, at) => at % every === from);
    const viewer = role ? await as(role) : page;
    const found: string[] = [];
    for (const [place, screen] of mine.entries()) found.push(...(await look(viewer, screen, place)));
    expect(found, "what axe and the ruler found").toEqual([]);
    expect(mine.length).toBeGreaterThan(0);
  });
}

/**
 * Each look differs from the one before by one press. Axe looks at each pair of theme and language, each at another width
 * than the pair before, and at other widths on the next screen. The ruler looks at both languages, for words have widths.
 */
const LOOKS = [
  { theme: "light", language: "zh-CN", ruler: true },
  { theme: "light", language: "en", ruler: true },
  { theme: "dark", language: "en", ruler: false },
  { theme: "dark", language: "zh-CN", ruler: false },
] as const;

async function look(page: Page, screen: Screen, place: number): Promise<string[]> {
  const found: string[] = [];
  await visit(page, screen.path);
  for (const [turn, { theme, language, ruler }] of LOOKS.entries()) {
    await wear(page, theme, language);
    const width = WIDTHS[(place + turn) % WIDTHS.length] ?? WIDE;
    await resize(page, width);
    const axe = await faults(new AxeBuilder({ page }));
    found.push(...axe.map((fault) => `${screen.name}, ${theme}, ${language}, ${width} px: ${fault}`));
    if (ruler) for (const width of WIDTHS) found.push(...(await measure(page, screen, language, width)));
    await resize(page, WIDE);
  }
  return found;
}

async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await settled(page);
}

/** Whether the page is wider than the window, or a table wider than its frame, and what sticks out. */
async function measure(page: Page, screen: Screen, language: string, width: number): Promise<string[]> {
  await resize(page, width);
  const sticks = () =>
    page.evaluate(() => {
      const wide = (frame: Element) => frame.scrollWidth > frame.clientWidth;
      const frames = [document.documentElement, ...document.querySelectorAll(".table-frame, .vtable__frame")].filter(wide);
      const name = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
      return frames.map((frame) => {
        const room = frame.getBoundingClientRect().left + frame.clientWidth;
        const out = [...frame.querySelectorAll("main *, .table *")].filter((one) => one.getBoundingClientRect().right > room + 1);
        return `${name(frame)}: ${out.slice(0, 3).map(name).join(" ")}`;
      });
    });
  // What is drawn by its measured width takes a moment to follow the window.
  await expect.poll(sticks, { timeout: 3_000 }).toEqual([]).catch(() => undefined);
  const found = await sticks();
  return found.map((out) => `${screen.name}, ${language}, ${width} px: wider than its frame: ${out}`);
}

test("the palette opens by Ctrl+K and goes where one types; the focus follows to the heading", async ({ as }) => {
  const page = await as("agent");
  await visit(page, "/");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("combobox", { name: "查找与前往" });
  await expect(palette).toBeFocused();
  await page.keyboard.type("客群");
  // Fast fingers: what was typed counts, not what was listed a moment ago.
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/segments$/);
  await expect(page.getByRole("heading", { level: 1, name: "客群" })).toBeFocused();

  // English words find the same page; Escape closes and gives the focus back.
  await page.keyboard.press("Control+k");
  await expect(palette).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(palette).toBeFocused();
  await page.keyboard.type("templates");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "模板" })).toBeFocused();

  // By the rail too, and the skip link leads to the content.
  await page.getByRole("navigation", { name: "主导航" }).first().getByRole("link", { name: "客户" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "客户" })).toBeFocused();
  await page.reload();
  await settled(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "跳到正文" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("language and theme change at once and are remembered", async ({ as }) => {
  const page = await as("manager");
  await visit(page, "/log");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Log" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await settled(page);
  await expect(page.getByRole("heading", { level: 1, name: "Log" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
