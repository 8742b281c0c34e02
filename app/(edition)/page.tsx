import { Shell } from '../_ui/shell.tsx'
export const dynamic = 'error'
export default function Home() { return <Shell><h1 className="d1">Home</h1></Shell> }
