import type { Moto } from "../../moto.ts";
import { ServiceError } from "../../types.ts";
import { type Fields, fieldsOf } from "../../values.ts";

/** The name at the end of a stream's ARN. */
export const nameOf = (arn: string): string => arn.split("/")[1] ?? arn;

export const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

export const isStream = (arn: string): boolean => /:stream\/[^/]+$/.test(arn);

/** StreamDescriptionSummary as moto has it. Throws ResourceNotFoundException. */
export const readStream = async (moto: Moto, arn: string): Promise<Fields> => {
  const found = await moto.call("kinesis", "DescribeStreamSummary", { StreamARN: arn }, arn.split(":")[3]);
  if (!found.ok) throw notFound(`Stream ${nameOf(arn)} under account ${accountOf(arn)} not found.`);
  return fieldsOf(found.output.StreamDescriptionSummary);
};

export const isOnDemand = (summary: Fields): boolean => fieldsOf(summary.StreamModeDetails).StreamMode === "ON_DEMAND";

/** Throws ValidationException for a stream in on-demand mode. */
export const requireProvisioned = (summary: Fields, arn: string): void => {
  if (isOnDemand(summary))
    throw new ServiceError(
      "ValidationException",
      `Request is invalid. Stream ${nameOf(arn)} under account ${accountOf(arn)} is in On-Demand mode.`,
    );
};

export const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message);

export const inUse = (message: string) => new ServiceError("ResourceInUseException", message);

export const invalid = (message: string) => new ServiceError("InvalidArgumentException", message);

export const limitExceeded = (message: string) => new ServiceError("LimitExceededException", message);
