import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, got, isEnded } from "@/api/client";
import { belongsTo, forget } from "./mine";

const SIGN_IN = "/sign-in";
/** Written when somebody signs out: the other windows of this browser are theirs too. */
const LEFT = "sandtable.left";

let isLeaving = false;
addEventListener("pageshow", () => (isLeaving = false));

/** Once: what still answers "signed out" on the way does not turn it into another. */
function leaveFor(address: string): void {
  if (!isLeaving) location.assign(address);
  isLeaving = true;
}

/** Who looks, as the server knows them; what they keep on this computer is theirs from then on. */
export function useMe() {
  const { data: me, error, refetch } = useQuery({ queryKey: ["me"], queryFn: askMe, staleTime: Infinity });
  return { me, isProvince: computed(() => me.value?.unit_level === "province"), isAdministrator: computed(() => me.value?.is_unit_administrator ?? false), error, refetch };
}

async function askMe() {
  const me = await got(api.GET("/me"));
  belongsTo(me.account_id);
  return me;
}

/** The sign-in page, and back to where this was afterwards; `wecom` goes at once to the way that opens a full session. */
export function signInAgain(by?: "wecom"): void {
  const next = encodeURIComponent(location.pathname + location.search);
  leaveFor(`${SIGN_IN}?next=${next}${by ? `&with=${by}` : ""}`);
}

/** Nothing of the person stays behind; where the server did not hear it, they are still signed in and it is thrown. */
export async function signOut(): Promise<void> {
  await got(api.DELETE("/session")).catch((error: unknown) => {
    if (!isEnded(error)) throw error;
  });
  goAway();
}

/** Nobody is signed in here any more. */
export function goAway(): void {
  forget();
  localStorage.setItem(LEFT, String(Date.now()));
  leaveFor(SIGN_IN);
}

addEventListener("storage", ({ key }) => key === LEFT && leaveFor(SIGN_IN));
