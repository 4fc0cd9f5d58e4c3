import type { Call } from "../../aws/operations.ts";
import type { Listed } from "../../aws/s3.ts";

export type Lists = Call<"s3:ListObjectsV2">;

/** Every page of a listing. @throws what S3 says */
export async function* pagesOf(
  call: Lists,
  asked: {
    readonly Bucket: string;
    readonly Prefix: string;
    readonly StartAfter?: string;
    readonly Delimiter?: string;
  },
): AsyncIterable<Listed> {
  let next: string | undefined;
  do {
    const page: Listed = await call("s3:ListObjectsV2", { ...asked, ...(next ? { ContinuationToken: next } : {}) });
    yield page;
    next = page.next;
  } while (next !== undefined);
}

/** Every object under a prefix, in the order of the keys; no further than they are asked for. @throws what S3 says */
export async function* objectsUnder(
  call: Lists,
  asked: { readonly Bucket: string; readonly Prefix: string; readonly StartAfter?: string },
): AsyncIterable<Listed["objects"][number]> {
  for await (const { objects } of pagesOf(call, asked)) yield* objects;
}
