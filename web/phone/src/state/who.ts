import { get } from "@/api/client";
import { know, type Me } from "./session";

/** Asks who is signed in, and keeps it; without a line what is kept stays. */
export async function whoAmI(): Promise<Me | null> {
  try {
    const me = await get("/me", {});
    know(me);
    return me;
  } catch {
    return null;
  }
}
