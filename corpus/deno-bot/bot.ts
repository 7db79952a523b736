import { serve } from "./deps.ts";
serve(() => new Response("ahoy"));
