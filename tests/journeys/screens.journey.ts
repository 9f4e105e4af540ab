import AxeBuilder from "@axe-core/playwright";
import { type Page, type Role, THEMES, type Theme, expect, faults, settled, test, visit, wear } from "./fixtures.ts";
import { type Screen, screens } from "./screens.ts";

test.use({ demo: true });
test.describe.configure({ mode: "parallel", timeout: 540_000 });

const WIDTHS = [390, 1440];

/** Who looks in which themes. Most screens are the agent's: they are looked at in two walks, beside each other. */
const WALKS: readonly (readonly [Role | undefined, readonly Theme[]])[] = [
  ["agent", ["light"]],
  ["agent", ["dark"]],
  [undefined, THEMES],
  ["supervisor", THEMES],
  ["manager", THEMES],
  ["admin", THEMES],
];

for (const [role, themes] of WALKS) {
  test(`every screen of ${role ?? "a stranger"} passes axe in ${themes.join(" and ")}, in both languages, and scrolls only downwards`, async ({
    as,
    gateway,
    page,
  }) => {
    const own = (await screens(gateway)).filter((screen) => screen.role === role);
    const viewer = role ? await as(role) : page;
    const found: string[] = [];
    for (const screen of own) found.push(...(await look(viewer, screen, themes)));
    expect(found, "what axe and the ruler found").toEqual([]);
    expect(own.length).toBeGreaterThan(0);
  });
}

/** Each look differs from the one before by one press. */
const LOOKS = [
  ["light", "zh-CN"],
  ["light", "en"],
  ["dark", "en"],
  ["dark", "zh-CN"],
] as const;

async function look(page: Page, screen: Screen, themes: readonly Theme[]): Promise<string[]> {
  const found: string[] = [];
  await visit(page, screen.path);
  for (const [theme, language] of LOOKS.filter(([theme]) => themes.includes(theme))) {
    await wear(page, theme, language);
    for (const fault of await faults(new AxeBuilder({ page }))) found.push(`${screen.name}, ${theme}, ${language}: ${fault}`);
    if (theme === "light") for (const width of WIDTHS) found.push(...(await measure(page, screen, language, width)));
  }
  return found;
}

/** Whether the page is wider than the window, and what sticks out. */
async function measure(page: Page, screen: Screen, language: string, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 800 });
  await settled(page);
  // What is drawn by its measured width takes a moment to follow the window.
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  await expect.poll(fits, { timeout: 3_000 }).toBe(true).catch(() => undefined);
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return undefined;
    const out = [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > room + 1);
    return out.slice(0, 3).map((element) => `${element.tagName.toLowerCase()}.${element.className}`).join(" ");
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  return wide === undefined ? [] : [`${screen.name}, ${language}, ${width} px: wider than the window: ${wide}`];
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
