"""What the secrets of each class look like, as their makers tell; written apart from the table that
is tested. FREE: class -> a token that is known wherever it stands. NAMED: class -> the name that it
is assigned to, and the value. Whole files are in files.py."""

import base64
import json

from draws import (Draw, armour, base58check, base64url, bech32, der, ec_key, integer, openssh_key,
                   pkcs8, rsa_key, with_github_sum, with_grafana_sum)


def jwt(d, claims):
    head = base64url(json.dumps({"alg": "HS256", "typ": "JWT"}, separators=(",", ":")).encode())
    body = base64url(json.dumps(claims, separators=(",", ":")).encode())
    return f"{head}.{body}.{base64url(d.bytes(32))}"


def json_token(d, head, more):
    """A token that is base64 of a JSON object."""
    return base64.b64encode(json.dumps({head: more}, separators=(",", ":")).encode()).decode()


def pypi(d):
    place = b"pypi.org"
    identifier = json.dumps({"v": 2, "t": d.uuid()}).encode()
    raw = (b"\2\1" + bytes([len(place)]) + place + b"\2" + bytes([len(identifier)]) + identifier +
           b"\0\0\6 " + d.bytes(32))
    return "pypi-" + base64url(raw)


def pick(d, *choices):
    return d.random.choice(choices)


def nuget(d):
    return ("oy2" + d.of("abcdefghijklmnop", 1) + d.lower(15) + d.of("aq", 1) + d.lower(11) +
            d.of("eu", 1) + d.of("bdfhjlnprtvxz357", 1) + d.of("abcdefghijklmnop", 1) +
            d.lower(11) + d.of("aeimquy4", 1))


FREE = {
    "aws-access-key": lambda d: pick(d, "AKIA", "ASIA") + d.base32(16),
    "aws-session-token": lambda d: pick(d, "IQoJb3JpZ2luX2VjEJr//////////wEa", "FwoGZXIvYXdzEAA") + d.base64(320) + "==",
    "aws-bedrock-key": lambda d: "ABSKQmVkcm9ja0FQSUtleS" + d.base64(108) + "=",
    "aws-mws-token": lambda d: "amzn.mws." + d.uuid(),
    "google-api-key": lambda d: "AIza" + d.wide(35),
    "google-oauth-secret": lambda d: "GOCSPX-" + d.wide(28),
    "google-oauth-token": lambda d: pick(d, "ya29.a0", "1//0") + d.wide(100),
    "azure-client-secret": lambda d: d.mixed(3) + pick(d, "7", "8") + "Q~" + d.mixed(34),
    "azure-storage-key": lambda d: "AccountKey=" + d.base64(86) + "==",
    "azure-service-key": lambda d: pick(
        d, d.base64(76) + "+ASt" + d.base64(5) + "A==", d.base64(76) + "ACDb" + d.base64(5) + "Q==",
        d.base64(33) + "AIoT" + "B" + d.base64(5) + "=", d.mixed(42) + "AzSe" + "C" + d.mixed(5)),
    "azure-annotated-key": lambda d: (d.mixed(52) + "JQQJ99" + d.mixed(1) + "F" + d.mixed(16) + "A" +
                                      d.mixed(7)),
    "azure-shared-access-signature": lambda d: (
        "https://acct.blob.core.windows.net/c?sv=2022-11-02&ss=b&se=2030-01-01&sig=" + d.mixed(21) +
        "%2B" + d.mixed(21) + "%3D"),
    "azure-devops-token": lambda d: d.mixed(76) + "AZDO" + d.mixed(4),
    "alibaba-access-key": lambda d: "LTAI" + d.mixed(20),
    "tencent-access-key": lambda d: "AKID" + d.mixed(32),
    "yandex-api-key": lambda d: "AQVN" + d.wide(36),
    "yandex-oauth-token": lambda d: "y0_A" + d.wide(55),
    "yandex-iam-token": lambda d: "t1.9eu" + d.wide(120) + "." + d.wide(86),
    "digitalocean-token": lambda d: pick(d, "dop_v1_", "doo_v1_", "dor_v1_") + d.hex(64),
    "scaleway-key": lambda d: "SCW" + d.upper(17),
    "heroku-key": lambda d: "HRKU-AA" + d.wide(58),
    "fly-token": lambda d: pick(d, "fm2_" + d.base64(200) + "=", "fo1_" + d.wide(43)),
    "netlify-token": lambda d: "nfp_" + d.mixed(36),
    "supabase-token": lambda d: "sbp_" + d.hex(40),
    "supabase-secret-key": lambda d: "sb_secret_" + d.wide(22) + "_" + d.mixed(8),
    "planetscale-credential": lambda d: pick(d, "pscale_tkn_", "pscale_pw_") + d.wide(43),
    "neon-key": lambda d: "napi_" + d.lower(64),
    "vercel-blob-token": lambda d: "vercel_blob_rw_" + d.mixed(16) + "_" + d.mixed(30),
    "render-key": lambda d: "rnd_" + d.mixed(32),
    "cloudflare-origin-key": lambda d: "v1.0-" + d.hex(24) + "-" + d.hex(146),
    "databricks-token": lambda d: "dapi" + d.hex(32) + pick(d, "", "-2"),
    "pulumi-token": lambda d: "pul-" + d.hex(40),
    "terraform-token": lambda d: d.mixed(14) + ".atlasv1." + d.wide(67),
    "vault-token": lambda d: pick(d, "hvs.", "hvb.") + d.wide(pick(d, 24, 95)),
    "doppler-token": lambda d: pick(d, "dp.pt.", "dp.st.dev.", "dp.sa.") + d.mixed(43),
    "tailscale-key": lambda d: "tskey-" + pick(d, "auth", "api") + "-" + d.mixed(12) + "-" + d.mixed(32),
    "prefect-key": lambda d: "pnu_" + d.mixed(36),
    "scalingo-token": lambda d: "tk-us-" + d.wide(48),
    "defined-networking-token": lambda d: "dnkey-" + d.mixed(26) + "-" + d.mixed(52),
    "openshift-token": lambda d: "sha256~" + d.wide(43),
    "octopus-key": lambda d: "API-" + d.upper(26),
    "clickhouse-key": lambda d: "4b1d" + d.mixed(38),
    "infracost-key": lambda d: "ico-" + d.mixed(32),
    "apify-token": lambda d: "apify_api_" + d.mixed(36),
    "langfuse-key": lambda d: "sk-lf-" + d.uuid(),
    "posthog-key": lambda d: "phx_" + d.mixed(43),
    "docker-swarm-token": lambda d: "SWMTKN-1-" + d.lower(50) + "-" + d.lower(25),
    "docker-swarm-key": lambda d: "SWMKEY-1-" + d.base64(43),
    "github-token": lambda d: with_github_sum(pick(d, "ghp_", "gho_", "ghu_", "ghs_"), d.mixed(30)),
    "github-fine-grained-token": lambda d: "github_pat_" + d.mixed(22) + "_" + d.mixed(59),
    "gitlab-token": lambda d: "glpat-" + d.wide(20),
    "gitlab-deploy-token": lambda d: "gldt-" + d.wide(20),
    "gitlab-runner-token": lambda d: pick(d, "glrt-", "GR1348941") + d.wide(20),
    "gitlab-job-token": lambda d: "glcbt-" + d.hex(2) + "_" + d.wide(20),
    "gitlab-trigger-token": lambda d: "glptt-" + d.hex(40),
    "gitlab-feed-token": lambda d: "glft-" + d.wide(20),
    "gitlab-mail-token": lambda d: "glimt-" + d.lower(25),
    "gitlab-agent-token": lambda d: "glagent-" + d.wide(50),
    "gitlab-application-secret": lambda d: "gloas-" + d.hex(64),
    "gitlab-scim-token": lambda d: "glsoat-" + d.wide(20),
    "gitlab-feature-flag-token": lambda d: "glffct-" + d.wide(20),
    "bitbucket-password": lambda d: "ATBB" + d.mixed(24) + d.of("0123456789ABCDEF", 8),
    "atlassian-token": lambda d: "ATATT3xFfGF0" + d.wide(170) + "=" + d.of("0123456789ABCDEF", 8),
    "npm-token": lambda d: with_github_sum("npm_", d.mixed(30)),
    "pypi-token": pypi,
    "rubygems-token": lambda d: "rubygems_" + d.hex(48),
    "crates-token": lambda d: "cio" + d.mixed(32),
    "nuget-key": nuget,
    "clojars-token": lambda d: "CLOJARS_" + d.lower(60),
    "docker-hub-token": lambda d: "dckr_pat_" + d.wide(27),
    "artifactory-key": lambda d: "AKCp" + d.mixed(69),
    "artifactory-token": lambda d: "cmVmdGtu" + d.mixed(56),
    "sonar-token": lambda d: pick(d, "sqp_", "squ_", "sqa_") + d.hex(40),
    "circleci-token": lambda d: "CCIPAT_" + d.mixed(22) + "_" + d.hex(40),
    "buildkite-token": lambda d: "bkua_" + d.hex(40),
    "harness-token": lambda d: "pat." + d.wide(22) + "." + d.hex(24) + "." + d.mixed(20),
    "postman-key": lambda d: "PMAK-" + d.hex(24) + "-" + d.hex(34),
    "sourcegraph-token": lambda d: "sgp_" + pick(d, "", "local_", d.hex(16) + "_") + d.hex(40),
    "sentry-token": lambda d: "sntrys_" + json_token(
        d, "iat", [d.random.random(), "https://sentry.io", d.lower(20)]).rstrip("=") + "_" + d.base64(43),
    "sentry-user-token": lambda d: "sntryu_" + d.hex(64),
    "grafana-token": lambda d: with_grafana_sum("glsa_" + d.mixed(32)),
    "grafana-cloud-token": lambda d: "glc_" + json_token(d, "o", [d.digits(6), d.mixed(30)]),
    "grafana-key": lambda d: base64.b64encode(json.dumps(
        {"k": d.mixed(32), "n": "reader", "id": 1}, separators=(",", ":")).encode()).decode(),
    "new-relic-key": lambda d: "NRAK-" + d.upper(27),
    "new-relic-license": lambda d: d.hex(36) + "NRAL",
    "dynatrace-token": lambda d: "dt0c01." + d.upper(24) + "." + d.upper(64),
    "honeycomb-key": lambda d: "hcaik_" + d.lower(58),
    "launchdarkly-key": lambda d: pick(d, "sdk-", "api-") + d.uuid(),
    "linear-key": lambda d: "lin_api_" + d.mixed(40),
    "notion-token": lambda d: "ntn_" + d.mixed(46),
    "figma-token": lambda d: "figd_" + d.wide(40),
    "trello-token": lambda d: "ATTA" + d.hex(72),
    "readme-key": lambda d: "rdme_" + d.lower(70),
    "one-password-token": lambda d: "ops_" + json_token(
        d, "signInAddress", [d.lower(30), {"muk": d.wide(120), "srpX": d.hex(64)}]),
    "one-password-key": lambda d: "-".join(["A3", d.upper(6), d.upper(6), d.upper(5), d.upper(5),
                                            d.upper(5), d.upper(5)]),
    "age-key": lambda d: bech32("age-secret-key-", d.bytes(32)).upper(),
    "extended-private-key": lambda d: base58check(bytes.fromhex("0488ade4") + b"\3" + d.bytes(8) +
                                                  d.bytes(32) + b"\0" + d.bytes(32)),
    "slack-token": lambda d: "xoxb-" + d.digits(12) + "-" + d.digits(13) + "-" + d.mixed(24),
    "slack-rotating-token": lambda d: "xoxe.xoxp-1-" + d.mixed(150),
    "slack-app-token": lambda d: "xapp-1-A" + d.upper(10) + "-" + d.digits(13) + "-" + d.hex(64),
    "slack-webhook": lambda d: ("https://hooks.slack.com/services/T" + d.upper(10) + "/B" + d.upper(10) +
                                "/" + d.mixed(24)),
    "discord-webhook": lambda d: "https://discord.com/api/webhooks/" + d.digits(19) + "/" + d.wide(68),
    "teams-webhook": lambda d: (f"https://corp.webhook.office.com/webhookb2/{d.uuid()}@{d.uuid()}"
                                f"/IncomingWebhook/{d.hex(32)}/{d.uuid()}"),
    "telegram-token": lambda d: d.digits(10) + ":AA" + d.of("EFGH", 1) + d.wide(32),
    "twilio-key": lambda d: "SK" + d.hex(32),
    "sendgrid-key": lambda d: "SG." + d.wide(22) + "." + d.wide(43),
    "mailgun-key": lambda d: "key-" + d.hex(32),
    "mailchimp-key": lambda d: d.hex(32) + "-us" + pick(d, "5", "14", "21"),
    "brevo-key": lambda d: pick(d, "xkeysib-", "xsmtpsib-") + d.hex(64) + "-" + d.mixed(16),
    "stripe-key": lambda d: pick(d, "sk_live_", "rk_live_") + d.mixed(pick(d, 24, 99)),
    "stripe-test-key": lambda d: "sk_test_" + d.mixed(24),
    "stripe-webhook-secret": lambda d: "whsec_" + d.mixed(32),
    "square-secret": lambda d: "sq0csp-" + d.wide(43),
    "square-token": lambda d: "sq0atp-" + d.wide(22),
    "braintree-token": lambda d: "access_token$production$" + d.lower(16) + "$" + d.hex(32),
    "plaid-token": lambda d: "access-" + pick(d, "production", "sandbox") + "-" + d.uuid(),
    "shopify-token": lambda d: pick(d, "shpat_", "shpss_") + d.hex(32),
    "flutterwave-key": lambda d: "FLWSECK-" + d.hex(32) + "-X",
    "easypost-key": lambda d: "EZAK" + d.mixed(54),
    "shippo-token": lambda d: "shippo_live_" + d.hex(40),
    "duffel-token": lambda d: "duffel_live_" + d.wide(43),
    "openai-key": lambda d: pick(d, "sk-" + d.mixed(20) + "T3BlbkFJ" + d.mixed(20),
                                 "sk-proj-" + d.wide(74) + "T3BlbkFJ" + d.wide(74)),
    "anthropic-key": lambda d: "sk-ant-api03-" + d.wide(93) + "AA",
    "openrouter-key": lambda d: "sk-or-v1-" + d.hex(64),
    "hugging-face-token": lambda d: "hf_" + d.mixed(34),
    "replicate-token": lambda d: "r8_" + d.mixed(37),
    "perplexity-key": lambda d: "pplx-" + d.mixed(48),
    "groq-key": lambda d: "gsk_" + d.mixed(20) + "WGdyb3FY" + d.mixed(24),
    "xai-key": lambda d: "xai-" + d.mixed(80),
    "nvidia-key": lambda d: "nvapi-" + d.wide(64),
    "langsmith-key": lambda d: "lsv2_pt_" + d.hex(32) + "_" + d.hex(10),
    "pinecone-key": lambda d: "pcsk_" + d.mixed(6) + "_" + d.mixed(63),
    "cerebras-key": lambda d: "csk-" + d.lower(48),
    "fireworks-key": lambda d: "fw_" + d.mixed(22),
    "tavily-key": lambda d: "tvly-" + d.mixed(32),
    "wandb-key": lambda d: "wandb_v1_" + d.wide(77),
    "facebook-token": lambda d: "EAAC" + d.mixed(160),
    "mapbox-token": lambda d: "sk." + base64url(json.dumps(
        {"u": d.word() + d.lower(4), "a": d.lower(25)}, separators=(",", ":")).encode()) + "." + d.wide(22),
    "hubspot-token": lambda d: "pat-na1-" + d.uuid(),
    "typeform-token": lambda d: "tfp_" + d.wide(44) + "_" + d.mixed(14),
    "contentful-token": lambda d: "CFPAT-" + d.wide(43),
    "dropbox-token": lambda d: "sl.B" + d.wide(137),
    "frame-io-token": lambda d: "fio-u-" + d.wide(64),
    "adafruit-key": lambda d: "aio_" + d.mixed(28),
    "adobe-secret": lambda d: "p8e-" + d.wide(32),
    "maxmind-key": lambda d: d.mixed(6) + "_" + d.mixed(29) + "_mmk",
    "settlemint-token": lambda d: pick(d, "sm_aat_", "sm_pat_") + d.mixed(16),
    "intra42-secret": lambda d: "s-s4t2ud-" + d.hex(64),
    "firebase-server-key": lambda d: "AAAA" + d.wide(7) + ":APA91b" + d.wide(134),
    "jwt": lambda d: jwt(d, {"iss": "login." + d.word(), "sub": d.uuid(), "exp": 1900000000 + d.random.randrange(9 ** 8)}),
    "url-with-password": lambda d: pick(d, "postgres", "amqp", "https", "mongodb+srv", "redis") +
    f"://{d.word()}:{d.word()}{d.digits(3)}{d.word()}@{d.word()}.internal:5432/{d.word()}",
    "basic-authorization": lambda d: "Authorization: Basic " + base64.b64encode(
        f"{d.word()}:{d.mixed(20)}".encode()).decode(),
    "bearer-authorization": lambda d: "Authorization: Bearer " + d.mixed(40),
}

# The literal in front of the value in the shapes above that is no part of it.
FREE_PREFIX = {
    "azure-storage-key": "AccountKey=",
    "azure-shared-access-signature": "&sig=",
    "basic-authorization": "Basic ",
    "bearer-authorization": "Bearer ",
}

NAMED = {
    "aws-secret-key": ("AWS_SECRET_ACCESS_KEY", lambda d: d.base64(40)),
    "square-access-token": ("SQUARE_ACCESS_TOKEN", lambda d: "EAAA" + d.wide(60)),
    "rails-secret": ("SECRET_KEY_BASE", lambda d: d.hex(128)),
    "django-secret-key": ("SECRET_KEY", lambda d: d.of(
        "abcdefghijklmnopqrstuvwxyz0123456789!@#$%^&*(-_=+)", 50)),
    "alibaba-secret": ("ALIYUN_ACCESS_KEY_SECRET", lambda d: d.mixed(30)),
    "cloudflare-token": ("CLOUDFLARE_API_TOKEN", lambda d: d.wide(40)),
    "heroku-api-key": ("HEROKU_API_KEY", lambda d: d.uuid()),
    "hetzner-token": ("HCLOUD_TOKEN", lambda d: d.mixed(64)),
    "linode-token": ("LINODE_TOKEN", lambda d: d.hex(64)),
    "ibm-cloud-key": ("IBMCLOUD_API_KEY", lambda d: d.wide(44)),
    "scaleway-secret": ("SCW_SECRET_KEY", lambda d: d.uuid()),
    "vercel-token": ("VERCEL_TOKEN", lambda d: d.mixed(24)),
    "twilio-token": ("TWILIO_AUTH_TOKEN", lambda d: d.hex(32)),
    "datadog-key": ("DD_API_KEY", lambda d: d.hex(32)),
    "snyk-token": ("SNYK_TOKEN", lambda d: d.uuid()),
    "codecov-token": ("CODECOV_TOKEN", lambda d: d.uuid()),
    "travis-token": ("TRAVIS_API_TOKEN", lambda d: d.wide(22)),
    "jenkins-token": ("JENKINS_API_TOKEN", lambda d: "11" + d.hex(32)),
    "gitea-token": ("GITEA_TOKEN", lambda d: d.hex(40)),
    "discord-token": ("DISCORD_TOKEN", lambda d: "M" + d.mixed(23) + "." + d.wide(6) + "." + d.wide(38)),
    "discord-secret": ("DISCORD_CLIENT_SECRET", lambda d: d.wide(32)),
    "facebook-secret": ("FACEBOOK_APP_SECRET", lambda d: d.hex(32)),
    "twitter-token": ("TWITTER_BEARER_TOKEN", lambda d: "A" * 22 + d.mixed(80)),
    "linkedin-secret": ("LINKEDIN_CLIENT_SECRET", lambda d: d.mixed(16)),
    "okta-token": ("OKTA_API_TOKEN", lambda d: "00" + d.wide(40)),
    "auth0-secret": ("AUTH0_CLIENT_SECRET", lambda d: d.wide(64)),
    "algolia-key": ("ALGOLIA_ADMIN_API_KEY", lambda d: d.hex(32)),
    "airtable-token": ("AIRTABLE_API_KEY", lambda d: "pat" + d.mixed(14) + "." + d.hex(64)),
    "asana-token": ("ASANA_TOKEN", lambda d: "1/" + d.digits(16) + ":" + d.hex(32)),
    "zendesk-token": ("ZENDESK_API_TOKEN", lambda d: d.mixed(40)),
    "intercom-token": ("INTERCOM_TOKEN", lambda d: d.wide(59) + "="),
    "pagerduty-key": ("PAGERDUTY_API_KEY", lambda d: "u+" + d.wide(18)),
    "opsgenie-key": ("OPSGENIE_API_KEY", lambda d: d.uuid()),
    "postmark-token": ("POSTMARK_SERVER_TOKEN", lambda d: d.uuid()),
    "mailjet-key": ("MAILJET_SECRET_KEY", lambda d: d.hex(32)),
    "mailgun-api-key": ("MAILGUN_API_KEY", lambda d: d.hex(32) + "-" + d.hex(8) + "-" + d.hex(8)),
    "cohere-key": ("COHERE_API_KEY", lambda d: d.mixed(40)),
    "mistral-key": ("MISTRAL_API_KEY", lambda d: d.mixed(32)),
    "deepseek-key": ("DEEPSEEK_API_KEY", lambda d: "sk-" + d.hex(32)),
    "elevenlabs-key": ("ELEVENLABS_API_KEY", lambda d: "sk_" + d.hex(48)),
    "stability-key": ("STABILITY_API_KEY", lambda d: "sk-" + d.mixed(48)),
    "weights-and-biases-key": ("WANDB_API_KEY", lambda d: d.hex(40)),
    "ngrok-token": ("NGROK_AUTHTOKEN", lambda d: "2" + d.mixed(26) + "_" + d.mixed(21)),
    "rapidapi-key": ("RAPIDAPI_KEY", lambda d: d.lower(10) + "msh" + d.lower(15) + "p1" + d.lower(6) +
                     "jsn" + d.lower(12)),
    "bitwarden-token": ("BWS_ACCESS_TOKEN", lambda d: "0." + d.uuid() + "." + d.mixed(30) + ":" +
                        d.base64(22) + "=="),
    "resend-key": ("RESEND_API_KEY", lambda d: "re_" + d.mixed(8) + "_" + d.mixed(24)),
    "coinbase-key": ("COINBASE_API_SECRET", lambda d: d.wide(64)),
    "confluent-secret": ("CONFLUENT_API_SECRET", lambda d: d.base64(64)),
    "fastly-token": ("FASTLY_API_TOKEN", lambda d: d.wide(32)),
    "sumo-logic-key": ("SUMO_ACCESS_KEY", lambda d: d.mixed(64)),
    "twitch-secret": ("TWITCH_CLIENT_SECRET", lambda d: d.lower(30)),
    "mattermost-token": ("MATTERMOST_TOKEN", lambda d: d.lower(26)),
    "sentry-key": ("SENTRY_AUTH_TOKEN", lambda d: d.hex(64)),
    "sonar-login": ("SONAR_TOKEN", lambda d: d.hex(40)),
    "laravel-key": ("APP_KEY", lambda d: "base64:" + d.base64(43) + "="),
    "wireguard-key": ("PrivateKey", lambda d: d.base64(42) + d.of("AEIMQUYcgkosw048", 1) + "="),
    "kubernetes-bootstrap-token": ("KUBEADM_TOKEN", lambda d: d.lower(6) + "." + d.lower(16)),
    "generic-secret": ("PAYMENT_GATEWAY_SECRET", lambda d: d.mixed(32)),
    "chosen-password": ("DB_PASSWORD", lambda d: d.password()),
}
