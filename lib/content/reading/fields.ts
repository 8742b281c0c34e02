import { z } from 'zod'

/** Fields that the files of many kinds have. */
export const slugSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as pham-van-dong')

export const proseSchema = z.string().trim().min(1)
export const proseOf = (most: number) => proseSchema.max(most)
