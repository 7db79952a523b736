export { serve } from "https://deno.land/std/http/server.ts";
