import './demo-banner.css'

/** Stands over every page where something could be typed, when the demo is shown to others on purpose. */
export function DemoBanner() {
  return (
    <aside className="demo-banner" aria-label="About this demo">
      A public demo: everybody knows its passphrases. Type nothing here that is yours.
    </aside>
  )
}
