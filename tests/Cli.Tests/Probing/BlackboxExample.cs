namespace Rollout.Cli.Tests.Probing;

/// <summary>Modules in the form of the blackbox exporter's documentation (0.23), one or more of each kind.</summary>
internal static class BlackboxExample
{
    public const string Text = """
        modules:
          http_2xx:
            prober: http
          http_strict:
            prober: http
            timeout: 3s
            http:
              method: POST
              headers: {Origin: example.com, Host: vhost.example.com}
              body: '{"a": 1}'
              valid_status_codes: [200, 204]
              valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
              follow_redirects: false
              fail_if_not_ssl: true
              fail_if_body_matches_regexp: ["Could not connect"]
              fail_if_body_not_matches_regexp: ["(?P<word>ok)", "done"]
              fail_if_header_matches:
              - {header: Set-Cookie, regexp: ".*"}
              fail_if_header_not_matches:
              - {header: Access-Control-Allow-Origin, regexp: "(\\*|example\\.com)"}
              body_size_limit: 10KB
              tls_config: {insecure_skip_verify: true, server_name: shop, cert_file: client.pem}
              basic_auth: {username: u, password: p}
              preferred_ip_protocol: ip4
              proxy_url: http://proxy:3128
          pop3s_banner:
            prober: tcp
            tcp:
              query_response:
              - expect: "^+OK"
              tls: true
          smtp_starttls:
            prober: tcp
            timeout: 5s
            tcp:
              query_response:
              - expect: "^220 ([^ ]+) ESMTP (.+)$"
              - send: "EHLO prober"
              - expect: "^250-STARTTLS"
              - send: "STARTTLS"
              - expect: "^220"
              - starttls: true
              - send: "QUIT"
          irc_banner:
            prober: tcp
            tcp:
              query_response:
              - send: "NICK prober"
              - expect: "PING :([^ ]+)"
                send: "PONG ${1}"
          dns_soa:
            prober: dns
            dns:
              query_name: "shop.example."
              query_type: SOA
              transport_protocol: tcp
              valid_rcodes: [NOERROR]
              validate_answer_rrs:
                fail_if_not_matches_regexp: ["shop.example.\t.*\tIN\tSOA\t.*"]
              validate_authority_rrs:
                fail_if_matches_regexp: [".*127.0.0.1"]
          grpc_tls:
            prober: grpc
            grpc: {service: shop.Shop, tls: true}
          icmp:
            prober: icmp
            icmp: {ttl: 5}

        """;

    public static readonly string[] Probes = ["http-2xx", "http-strict", "pop3s-banner", "smtp-starttls", "irc-banner", "dns-soa", "grpc-tls"];

    public static readonly string[] LeftOut =
    [
        "blackbox.yml:22 modules.http_strict.http.tls_config.cert_file: cert_file has no counterpart",
        "blackbox.yml:23 modules.http_strict.http.basic_auth: basic_auth holds or names a secret",
        "blackbox.yml:24 modules.http_strict.http.preferred_ip_protocol: preferred_ip_protocol has no counterpart: addresses are tried in the order in which the name's answer gives them",
        "blackbox.yml:25 modules.http_strict.http.proxy_url: proxy_url has no counterpart in a probe",
        "blackbox.yml:50 modules.irc_banner.tcp.query_response[1].send: an answer made of what was heard before has no counterpart",
        "blackbox.yml:60 modules.dns_soa.dns.validate_authority_rrs: validate_authority_rrs has no counterpart",
        "blackbox.yml:65 modules.icmp: the prober icmp has no counterpart",
    ];
}
