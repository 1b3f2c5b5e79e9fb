import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";
import { api, got } from "@/api/client";

/** One order whole, while one is chosen. */
export const useOrder = (id: Ref<string | undefined>) =>
  useQuery(
    computed(() => ({
      queryKey: ["order", id.value],
      queryFn: () => got(api.GET("/orders/{order_id}", { params: { path: { order_id: id.value ?? "" } } })),
      enabled: !!id.value,
    })),
  );
