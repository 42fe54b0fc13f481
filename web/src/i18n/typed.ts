/** A number as people type it, with a comma or digits of their own; undefined for none. */
export function typed(text: string): number | undefined {
  const latin = text
    .trim()
    .replace(/[٠-٩]/g, (d) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(d)))
    .replace(/[۰-۹]/g, (d) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(d)))
    .replace(/[,٫]/, '.')
  const n = Number(latin)
  return latin === '' || !Number.isFinite(n) ? undefined : n
}
