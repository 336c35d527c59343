// What every form has: fields by their label, a summary of what is wrong, a button that saves.
export function form(page) {
  return {
    /** Fills fields by their label. */
    fill: async (values) => {
      for (const [label, value] of Object.entries(values)) {
        // A section may bear the name of its field.
        await page.getByLabel(label, { exact: true }).and(page.locator('input, textarea')).fill(value);
      }
    },
    /** Types into a field that finds one of many, and takes the first answer. */
    pick: async (label, typed) => {
      const field = page.getByRole('combobox', { name: label, exact: true });
      await field.fill(typed);
      await page.getByRole('option').filter({ visible: true }).first().waitFor();
      await field.press('Enter');
    },
    save: () => page.getByRole('button', { name: 'Save', exact: true }).click(),
    /** The lines of the summary at the top. */
    faults: async () => {
      await page.locator('.error-summary li').first().waitFor();
      return page.locator('.error-summary li').allInnerTexts();
    },
  };
}

/** The page's heading. */
export const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
