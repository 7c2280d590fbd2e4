using System.Text;
using Rollout.Api.Binding;
using Rollout.Fleets.Hosts;
using Rollout.Probes.Import;

namespace Rollout.Cli.Tests.Probing;

/// <summary>
/// Every key of the blackbox exporter's CONFIGURATION.md, of 0.23 (Debian's) and of 0.28 (2025-12) and what was added since: carried over, or
/// listed with its line. None is unknown, and none goes in silence.
/// </summary>
public sealed class BlackboxKeysTests
{
    private const string Http = """
        valid_status_codes: [201] | + ; valid_http_versions: ["HTTP/1.1"] | + ; valid_http_versions: ["HTTP/3.0"] | - ; method: POST | + ; headers: {Host: a.example} | +
        headers: {Host: "a b"} | - ; http_headers: {X-A: {values: [b]}} | - ; body_size_limit: 10MB | + ; body_size_limit: many | - ; compression: gzip | -
        follow_redirects: false | + ; no_follow_redirects: true | + ; fail_if_ssl: true | + ; fail_if_not_ssl: true | + ; fail_if_body_json_matches_cel: "a" | -
        fail_if_body_json_not_matches_cel: "a" | - ; fail_if_body_matches_regexp: [a] | + ; fail_if_body_not_matches_regexp: [a] | +
        fail_if_header_matches: [{header: A, regexp: b}] | + ; fail_if_header_matches: [{header: A, regexp: b, allow_missing: true}] | +
        fail_if_header_not_matches: [{header: A, regexp: b}] | + ; fail_if_header_not_matches: [{header: A, regexp: b, allow_missing: true}] | -
        basic_auth: {username: a, password: b} | - ; authorization: {credentials: a} | - ; bearer_token: a | - ; bearer_token_file: a | - ; oauth2: {client_id: a} | -
        proxy_url: "http://a" | - ; no_proxy: a | - ; proxy_from_environment: true | - ; proxy_connect_header: {a: [b]} | - ; skip_resolve_phase_with_proxy: true | -
        enable_http2: false | + ; enable_http3: true | - ; preferred_ip_protocol: ip4 | - ; ip_protocol_fallback: false | - ; body: a | + ; body: "{{a" | - ; body_file: a | -
        """;

    private const string Tls = """
        tls_config: {insecure_skip_verify: true} | + ; tls_config: {ca_file: a} | + ; tls_config: {server_name: a} | + ; tls_config: {cert_file: a} | -
        tls_config: {key_file: a} | - ; tls_config: {min_version: TLS13} | - ; tls_config: {max_version: TLS13} | -
        """;

    private const string Tcp = """
        preferred_ip_protocol: ip4 | - ; ip_protocol_fallback: false | - ; source_ip_address: 192.0.2.1 | - ; query_response: [{expect: a}] | +
        query_response: [{expect_bytes: a}] | - ; query_response: [{expect: a, labels: [{name: a, value: b}]}] | - ; query_response: [{send: a}] | +
        query_response: [{send: "${1}"}] | - ; query_response: [{starttls: true}] | +
        """;

    private const string Dns = """
        preferred_ip_protocol: ip4 | - ; ip_protocol_fallback: false | - ; source_ip_address: 192.0.2.1 | - ; transport_protocol: tcp | + ; dns_over_tls: true | -
        tls_config: {ca_file: a} | - ; query_type: A | + ; query_class: CH | - ; recursion_desired: false | + ; valid_rcodes: [NXDOMAIN] | +
        validate_answer_rrs: {fail_if_matches_regexp: [a]} | + ; validate_answer_rrs: {fail_if_all_match_regexp: [a]} | -
        validate_answer_rrs: {fail_if_not_matches_regexp: [a]} | + ; validate_answer_rrs: {fail_if_none_matches_regexp: [a]} | +
        validate_authority_rrs: {fail_if_matches_regexp: [a]} | - ; validate_additional_rrs: {fail_if_matches_regexp: [a]} | -
        """;

    private const string Grpc = "service: a | + ; preferred_ip_protocol: ip4 | - ; ip_protocol_fallback: false | - ; metadata: {a: [b]} | -";

    public static TheoryData<string, string, string, bool> Keys()
    {
        var all = new TheoryData<string, string, string, bool>();
        foreach (var (prober, common, keys) in ((string, string, string)[])[
            ("http", "", Http), ("http", "", Tls), ("tcp", "tls: true", Tcp), ("tcp", "tls: true", Tls), ("tcp", "", "tls: true | +"),
            ("dns", "query_name: shop.example", Dns), ("grpc", "tls: true", Grpc), ("grpc", "tls: true", Tls), ("grpc", "", "tls: true | +")])
        {
            foreach (var one in keys.Split([" ; ", "\n"], StringSplitOptions.RemoveEmptyEntries))
            {
                all.Add(prober, common, one[..^4], one[^1] == '+');
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_carried_over_or_listed_with_its_line(string prober, string common, string key, bool carried)
    {
        var rest = common.Length > 0 ? $"      {common}\n" : "      method: GET\n";
        rest = common.Length == 0 && prober != "http" ? "" : rest;
        rest = key.StartsWith("method", StringComparison.Ordinal) ? "" : rest;
        var without = Read($"modules:\n  m:\n    prober: {prober}\n{(rest.Length > 0 ? $"    {prober}:\n{rest}" : "")}");
        var with = Read($"modules:\n  m:\n    prober: {prober}\n    {prober}:\n      {key}\n{rest}");
        Assert.Empty(without.LeftOut);
        if (carried)
        {
            Assert.Empty(with.LeftOut);
            Assert.NotEqual(Written(without), Written(with));
        }
        else
        {
            Assert.StartsWith($"blackbox.yml:5 modules.m.{prober}.{key.Split(':')[0]}", Assert.Single(with.LeftOut).Place, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("icmp", "ttl: 5")]
    [InlineData("unix", "tls: true")]
    [InlineData("websocket", "headers: {}")]
    public void A_prober_without_a_counterpart_is_listed_and_so_is_what_another_prober_would_read(string prober, string field)
    {
        Assert.Empty(Read($"modules:\n  m:\n    prober: {prober}\n    {prober}:\n      {field}\n", out var left));
        Assert.StartsWith($"blackbox.yml:", Assert.Single(left), StringComparison.Ordinal);
        Assert.Single(Read($"modules:\n  m:\n    prober: http\n    {prober}:\n      {field}\n", out left));
        Assert.StartsWith($"blackbox.yml:4 modules.m.{prober}: {prober} belongs to another prober than http", Assert.Single(left), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_version_of_HTTP_is_listed_with_those_that_are_known() =>
        Assert.Equal(
            "blackbox.yml:4 modules.m.http.valid_http_versions[1]: the HTTP version HTTP/3.0 has no counterpart; known are HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/2.0",
            Assert.Single(Read("modules:\n  m:\n    prober: http\n    http: {valid_http_versions: [HTTP/2.0, HTTP/3.0]}\n").LeftOut).ToString());

    private static string Written(ImportedModules imported) => ProbeJson.Write(Assert.Single(imported.Probes)).ToJsonString();

    private static IReadOnlyList<object> Read(string text, out IReadOnlyList<string> left)
    {
        var imported = Read(text);
        left = [.. imported.LeftOut.Select(l => l.ToString())];
        return imported.Probes;
    }

    private static ImportedModules Read(string text)
    {
        var problems = new BindingProblems();
        var imported = BlackboxImport.Read(YamlTree.Read(Encoding.UTF8.GetBytes(text), "blackbox.yml", problems)!, problems);
        Assert.Empty(problems.InOrder().Select(p => p.ToString()));
        return imported!;
    }
}
