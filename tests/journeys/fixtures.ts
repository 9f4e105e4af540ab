import AxeBuilder from "@axe-core/playwright";
import { type Browser, type Page, expect, test as base } from "@playwright/test";
import { Gateway, type Role } from "./gateway.ts";

export { expect, Gateway };
export type { Page, Role };

export const THEMES = ["light", "dark"] as const;
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Theme = (typeof THEMES)[number];
export type Language = (typeof LANGUAGES)[number];

/** Where the app keeps a person's choices in the browser. */
const STORED = { theme: "rollcall.theme", language: "rollcall.lang" };

type Options = { demo: boolean };
type Fixtures = {
  gateway: Gateway;
  /** Opens a context of its own for each person, so that several can be signed in at once. */
  as: (role: Role) => Promise<Page>;
};

export const test = base.extend<Options & Fixtures>({
  /** `test.use({ demo: true })` starts with the demo firm loaded. */
  demo: [false, { option: true }],

  gateway: async ({ demo }, use) => {
    const gateway = await Gateway.start({ demo });
    await use(gateway);
    await gateway.close();
  },

  baseURL: async ({ gateway }, use) => use(gateway.url),

  page: async ({ page }, use) => {
    const complaints = listen(page);
    await use(page);
    expect(complaints, "the page's console holds no errors").toEqual([]);
  },

  as: async ({ gateway, browser }, use) => {
    const opened: { page: Page; complaints: string[] }[] = [];
    await use(async (role) => {
      const page = await newPage(browser, gateway);
      opened.push({ page, complaints: listen(page) });
      await signIn(page, gateway, role);
      return page;
    });
    for (const { page, complaints } of opened) {
      await page.context().close();
      expect(complaints, "the page's console holds no errors").toEqual([]);
    }
  },
});

async function newPage(browser: Browser, gateway: Gateway): Promise<Page> {
  const context = await browser.newContext({ baseURL: gateway.url, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  return context.newPage();
}

/** Collects what the page throws or logs as an error. A refused request is no fault of the page. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${error.message}`));
  page.on("console", (message) => {
    const refused = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refused) complaints.push(message.text());
  });
  return complaints;
}

/** Signs a person of the demo firm in through the form, as they would. */
export async function signIn(page: Page, gateway: Gateway, role: Role): Promise<void> {
  await page.goto("/");
  await page.locator("input[autocomplete=username]").fill(role);
  await page.locator("input[autocomplete=current-password]").fill(gateway.demoPassword);
  await page.locator("form button[type=submit]").click();
  await expect(page.locator("input[autocomplete=current-password]")).toHaveCount(0);
  await settled(page);
}

/** Goes to an address, and waits until the page is there. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Sets theme and language as the app remembers them, and loads the page anew. */
export async function dress(page: Page, theme: Theme, language: Language): Promise<void> {
  await page.evaluate(
    ([stored, theme, language]) => {
      localStorage.setItem(stored.theme, theme);
      localStorage.setItem(stored.language, language);
    },
    [STORED, theme, language] as const,
  );
  await page.reload();
  await settled(page);
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Changes theme and language at once, by the buttons of the top bar. */
export async function wear(page: Page, theme: Theme, language: Language): Promise<void> {
  const html = page.locator("html");
  if ((await html.getAttribute("lang")) !== language) {
    await page.getByRole("button", { name: language === "en" ? "English" : "中文", exact: true }).click();
    await expect(html).toHaveAttribute("lang", language);
  }
  if ((await html.getAttribute("data-theme")) !== theme) {
    await page.getByRole("button", { name: /^(外观|Appearance)$/ }).click();
    await page.getByRole("menuitemradio", { name: theme === "dark" ? /^(深色|Dark)$/ : /^(浅色|Light)$/ }).click();
    await expect(html).toHaveAttribute("data-theme", theme);
  }
  await settled(page);
}

/** Waits until the page is drawn, shows no skeleton, and nothing on it moves or fades any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("main").first()).toBeVisible();
  await expect(page.locator("[aria-busy=true], .skeleton")).toHaveCount(0);
  // A theme is put on with the colours still fading over; only what repeats for ever is not waited for.
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    const passing = document.getAnimations().filter(
      (one) => one.playState === "running" && one.effect?.getTiming().iterations !== Infinity,
    );
    await Promise.allSettled(passing.map((one) => one.finished));
    await frame();
  });
}

/** A sum as a person reads it: the total, and each term by its word. */
export async function sumOf(page: Page, name: string): Promise<{ total: number; terms: Record<string, number> }> {
  const group = page.getByRole("group", { name, exact: true });
  await expect(group).toBeVisible();
  return group.evaluate((sum) => {
    const number = (element: Element | null) => Number((element?.textContent ?? "").replaceAll(/[^0-9]/g, ""));
    const terms = [...sum.querySelectorAll("li")].map((term) => [
      term.querySelector(".mark__label")?.textContent ?? "",
      number(term.querySelector(".sum__count")),
    ]);
    return { total: number(sum.querySelector(".sum__total")), terms: Object.fromEntries(terms) };
  });
}

/** The rows of a CSV, by its own header. */
export function csv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const body = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < body.length; at++) {
    const character = body[at];
    if (quoted && character === '"' && body[at + 1] === '"') cell += body[++at];
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "," || character === "\n")) {
      rows.at(-1)?.push(cell.replace(/\r$/, ""));
      cell = "";
      if (character === "\n") rows.push([]);
    } else cell += character;
  }
  const [head = [], ...others] = rows.filter((row) => row.length > 0);
  return others.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
}

/** What axe finds on the page as it stands, against WCAG 2.2 AA: the rule and its first place. */
export async function faults(axe: AxeBuilder): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  // Legacy means: on the page itself. Otherwise a page more is opened for each look, only to put frames together, of which there are none.
  const look = axe.setLegacyMode().options({ resultTypes: ["violations"] }).withTags(tags);
  const { violations } = await look.analyze();
  return violations.map((rule) => {
    const [first] = rule.nodes;
    const more = rule.nodes.length > 1 ? ` (and ${rule.nodes.length - 1} more)` : "";
    return `${rule.id} at ${first?.target.join(" ")}${more}: ${first?.failureSummary ?? rule.help}`;
  });
}

/** No faults in either theme and either language. */
export async function accessible(page: Page): Promise<void> {
  for (const theme of THEMES) {
    for (const language of LANGUAGES) {
      await dress(page, theme, language);
      const found = await faults(new AxeBuilder({ page }));
      expect(found, `axe on ${new URL(page.url()).pathname}, ${theme}, ${language}`).toEqual([]);
    }
  }
}
