/**
 * Which file of the build a module goes into. On a slow network each request costs more than its bytes, so
 * what the first screen needs is one file, and what later pages share is a second one.
 */
interface ModuleFacts {
  readonly isEntry: boolean
  readonly importers: readonly string[]
}
interface Graph {
  getModuleInfo(id: string): ModuleFacts | null
}

/** What `shared/live.ts` brings after the first paint, in one file. */
const LIVE = /node_modules[\\/](?:socket\.io|engine\.io|@socket\.io|debug|ms|idb)|shared[\\/]live\.ts|offline[\\/]queueStore/
const MESSAGES = /locales?[\\/][\w.-]+\.ts$/
/** Opened by few pages, and large: never part of what other pages share. */
const PDF = /node_modules[\\/]pdfjs-dist/
const SHARED = /src[\\/]shared[\\/]|node_modules/

/** Opened at a desk, by those whose work it is: fetched on first use and kept from then on, so that every phone need not. */
const DESK =
  /features[\\/](?:authoring|exchange|interchange|rounds|schemes|training)[\\/]|[\\/](?:Accounts|Audit|Board|Decisions|Deferrals|Entries|FeedbackList|Grants|IssuedCertificates|Objections|Overseen|Pairing|PaperChecks|Papers|Plan|Questions|Run|Secondments|Settings|Subject|TrainingRecords|UnitGoals)Page\.vue/
const PAGE = /[\\/]pages[\\/]\w+\.vue/

interface Chunk {
  readonly name: string
  readonly moduleIds: readonly string[]
}

/** Where a file of pages goes: those of the desk have a folder of their own, with what only they need. */
export function chunkFile(chunk: Chunk): string {
  const pages = chunk.moduleIds.filter((id) => PAGE.test(id))
  const desk = pages.length > 0 ? pages.every((id) => DESK.test(id)) : chunk.moduleIds.every((id) => DESK.test(id) && !MESSAGES.test(id))
  return `assets/${desk ? 'desk/' : ''}[name]-[hash].js`
}

/** The name of a module's file, null where each page keeps its own. */
export function chunkName(id: string, graph: Graph): string | null {
  if (LIVE.test(id)) return 'live'
  if (PDF.test(id)) return 'pdf'
  if (isNeededAtStart(id, graph)) return 'app'
  // Reached by the dynamic import of their language alone, so they are a file of their own without being told.
  if (MESSAGES.test(id)) return null
  return SHARED.test(id) ? 'later' : null
}

/** Whether the page's own script reaches the module without a dynamic import. */
function isNeededAtStart(id: string, graph: Graph, seen: Set<string> = new Set()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const facts = graph.getModuleInfo(id)
  if (facts === null) return false
  return facts.isEntry || facts.importers.some((importer) => isNeededAtStart(importer, graph, seen))
}
