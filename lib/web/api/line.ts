/** One line of the route table: an address, the feature behind it, and how its answer leaves. */
import type { z } from '@hono/zod-openapi'
import type { ErrorCode } from '#lib/domain/errors.ts'
import type { Feature } from '#lib/door/feature.ts'
import type { Fields } from '../http.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
/** Where a plain HTML form goes: back to its page when refused, on to the next when done. `p` are path parameters and fields. */
type Forms = {
  back: (p: Record<string, string>) => string
  onward: (p: Record<string, string>, out: never) => string
  /** What the next page shows once, and nobody's address keeps. */ flash?: (out: never) => unknown
}
export type Line = {
  method: Method
  path: string
  does: string
  feature: Feature
  form?: Forms
  /** The secret of a session row that the feature wrote; it becomes the cookie and leaves the answer. */
  opensSession?: true
  endsSession?: true
  /** Whom the school's provider has shown is used up by it. */
  usesProof?: true
  /** An answer of another form than JSON; `p` are path parameters, `query` what stood behind the question mark. */
  file?: (out: never, p: Record<string, string>, query: URLSearchParams) => Response
  /** What a form is answered with where nothing is written yet; scripts get the same as JSON. */
  shows?: (out: never, p: Record<string, string>) => Response
  /** What is input besides body and query, such as what the browser says of itself; it wins over both. */
  besides?: (request: Request, cookie: (name: string) => string | undefined) => Fields | Promise<Fields>
  /** How the fields of a form become those of the feature, where one name chooses among several. */
  reads?: (fields: Fields) => Fields
  /** For people whom another site has sent here: a refusal in words, whatever was asked for. */
  refusal?: (code: ErrorCode, detail: Record<string, unknown>) => Response
  /** The same in another form, for whoever asks for its type by the Accept header. */
  otherwise?: { accept: string; feature: Feature; answer: (out: unknown) => Response }
  /** A list that is asked for in parts: what stands behind the question mark is input too. */
  asksByQuery?: true
  /** A file comes along, in its form or as text, so that it may be larger than others. */
  takesFiles?: true
}

export const line = <Out>(
  method: Method,
  path: string,
  does: string,
  feature: Feature<z.ZodType, Out> | Feature<never, Out>,
  more: {
    form?: {
      back: Forms['back']
      onward: (p: Record<string, string>, out: Out) => string
      flash?: (out: Out) => unknown
    }
    opensSession?: true
    endsSession?: true
    usesProof?: true
    file?: (out: Out, p: Record<string, string>, query: URLSearchParams) => Response
    shows?: (out: Out, p: Record<string, string>) => Response
    besides?: Line['besides']
    reads?: Line['reads']
    refusal?: Line['refusal']
    asksByQuery?: true
    takesFiles?: true
    otherwise?: Line['otherwise']
  } = {},
): Line => ({ method, path, does, feature: feature as unknown as Feature, ...more }) as unknown as Line
