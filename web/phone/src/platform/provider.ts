/** The code with which WeChat says who holds the phone; good once, for five minutes. */
export function wechatCode(): Promise<string> {
  return new Promise((resolve, reject) => uni.login({ provider: "weixin", success: ({ code }) => resolve(code), fail: reject }));
}

/** Leaves for a provider's page, which comes back to the client with a code. */
export function leaveFor(address: string): void {
  // #ifdef H5
  location.assign(address);
  // #endif
}
