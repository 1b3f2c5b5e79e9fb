import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, got } from "@/api/client";
import { said, texts } from "@/i18n";

const categoryName = texts({ "zh-CN": { building: "房建", municipal: "市政" }, en: { building: "Building", municipal: "Municipal" } });

/** The stages that reports name, as choices; the dictionary is the server's. */
export function useStages() {
  const { data } = useQuery({ queryKey: ["stages"], queryFn: () => got(api.GET("/map/stages")), staleTime: Infinity });
  return computed(() => data.value?.map(({ code, category, name }) => ({ value: code, text: `${categoryName(category as "building")} · ${said(name)}` })) ?? []);
}
