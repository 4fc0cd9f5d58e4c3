import { userId } from "../caller/directory.ts";
import type { IamState } from "../caller/iam-state.ts";
import { renderOutput } from "../reply/output.ts";
import { escapeXml } from "../request/xml.ts";
import { type Call, type Reply, ServiceError } from "../types.ts";
import type { Answers } from "./types.ts";

/** Permissions boundaries of users, which moto lacks, and user ids that look like AWS's. */
export const iamAnswers = (iam: IamState): Answers => ({
  answer: async (call) => {
    if (!/^(Put|Delete)UserPermissionsBoundary$/.test(call.operation)) return undefined;
    const name = String(call.input.UserName);
    if (!(await iam.directory()).users.has(name))
      throw new ServiceError("NoSuchEntity", `The user with name ${name} cannot be found.`, 404);
    const given = call.operation.startsWith("Put") ? String(call.input.PermissionsBoundary) : undefined;
    if (given !== undefined) await requirePolicy(iam, given);
    iam.setUserBoundary(name, given);
    return renderOutput(call, {});
  },
  adjust: (call, reply) => {
    if (reply.status < 300 && call.operation === "CreateUser" && typeof call.input.PermissionsBoundary === "string")
      iam.setUserBoundary(String(call.input.UserName), call.input.PermissionsBoundary);
    if (reply.status < 300 && call.operation === "DeleteUser")
      iam.setUserBoundary(String(call.input.UserName), undefined);
    return mend(call, reply, iam);
  },
});

const boundaryElement = (arn: string): string =>
  `<PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>${escapeXml(arn)}</PermissionsBoundaryArn></PermissionsBoundary>`;

/** The boundaries of users among the account's details, where AWS has them. */
const withBoundaries = (reply: Reply, text: string, iam: IamState): Reply => {
  const [before = "", users = "", after = ""] = text.split(/<UserDetailList>|<\/UserDetailList>/);
  const mended = users.replaceAll(/<UserName>([^<]+)<\/UserName>/g, (element, name: string) => {
    const boundary = iam.userBoundary(name);
    return boundary ? `${element}${boundaryElement(boundary)}` : element;
  });
  return { ...reply, body: Buffer.from(`${before}<UserDetailList>${mended}</UserDetailList>${after}`) };
};

const requirePolicy = async (iam: IamState, arn: string): Promise<void> => {
  await iam.managed(arn).catch(() => {
    throw new ServiceError("NoSuchEntity", `Scope ARN: ${arn} does not exist or is not attachable.`, 404);
  });
};

const mend = (call: Call, reply: Reply, iam: IamState): Reply => {
  const text = reply.body.toString("utf8");
  const withIds = text.replace(/<UserId>([^<]+)<\/UserId>/g, (_, id: string) => `<UserId>${userId(id)}</UserId>`);
  if (call.operation === "GetAccountAuthorizationDetails") return withBoundaries(reply, withIds, iam);
  const isUser = call.operation === "GetUser" || call.operation === "CreateUser";
  const name = /<UserName>([^<]+)<\/UserName>/.exec(withIds)?.[1];
  const boundary = isUser && name ? iam.userBoundary(name) : undefined;
  const element = boundary && boundaryElement(boundary);
  const whole = element ? withIds.replace("</User>", `${element}</User>`) : withIds;
  return whole === text ? reply : { ...reply, body: Buffer.from(whole) };
};
