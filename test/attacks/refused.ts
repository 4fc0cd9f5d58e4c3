const refusals = [
  "AccessDenied",
  "AccessDeniedException",
  "UnrecognizedClientException",
  "InvalidClientTokenId",
  "ExpiredTokenException",
];

/** Whether AWS refuses a call for the caller's lack of rights; any other error is no refusal and is thrown. */
export const isRefused = async (call: () => Promise<unknown>): Promise<boolean> => {
  try {
    await call();
    return false;
  } catch (error) {
    if (refusals.includes((error as Error).name)) return true;
    throw error;
  }
};
