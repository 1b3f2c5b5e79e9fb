import { useRoute, useRouter } from "vue-router";

/** What the address asks of a part; `ask` writes it there, so that a reload, a link and Back keep it. */
export function useAsked() {
  const route = useRoute();
  const router = useRouter();

  /** One value, or nothing. */
  const one = (name: string): string | undefined => [route.query[name]].flat()[0] ?? undefined;
  const many = (name: string): string[] => [route.query[name] ?? []].flat().filter((each): each is string => each !== null);

  function ask(parts: Record<string, string | string[] | undefined>): void {
    const query = Object.entries({ ...route.query, ...parts }).filter(([, value]) => value?.length);
    void router.replace({ query: Object.fromEntries(query) });
  }
  return { one, many, ask };
}
