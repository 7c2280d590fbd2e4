using System.Net;
using Rollout.Api;
using Rollout.Probes.Exposition;
using Rollout.Probes.Network;
using Rollout.Probes.Schedule;

namespace Rollout.Probes.Tests.Exposition;

public class ExpositionTests
{
    private static readonly AcceptanceProbeSpec Spec = new() { Steps = [new ProbeStep { Name = "a", Http = new HttpStep { Path = "/" } }] };
    private static readonly ProbeAssignment Assignment = new("check\"out", "n\\1", Spec, new Uri("http://127.0.0.1:1"));

    [Fact]
    public void Our_metrics_bear_the_contracts_names_and_escape_their_labels()
    {
        var metrics = new ProbeMetrics();
        var board = new ProbeBoard();
        board.Assign([Assignment]);
        foreach (var (result, overdue) in new[] { (Result(true, 3), 0), (Result(false, 300), 2) })
        {
            metrics.Ran(Assignment, result, overdue);
            board.Record(Assignment, result, overdue);
        }

        metrics.Troubled(Assignment);
        var text = metrics.Write(board.Snapshot(default));
        Assert.Contains("# TYPE staggered_probe_success gauge\nstaggered_probe_success{probe=\"check\\\"out\",target=\"n\\\\1\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE staggered_probe_duration_seconds histogram\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_duration_seconds_bucket{phase=\"total\",le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_duration_seconds_bucket{phase=\"total\",le=\"0.5\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_duration_seconds_bucket{phase=\"first_byte\",le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_duration_seconds_sum{phase=\"total\"} 0.303\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_runs_total{probe=\"check\\\"out\",result=\"failed\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_runs_total{probe=\"check\\\"out\",result=\"trouble\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("staggered_probe_overdue_total{probe=\"check\\\"out\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Their_metrics_bear_their_names()
    {
        var text = Written(Spec, Result(true, 3));
        Assert.Equal("""
            # HELP probe_success Displays whether or not the probe was a success
            # TYPE probe_success gauge
            probe_success 1
            # HELP probe_duration_seconds Returns how long the probe took to complete in seconds
            # TYPE probe_duration_seconds gauge
            probe_duration_seconds 0.003
            """.ReplaceLineEndings("\n") + "\n", text[..text.IndexOf("# HELP probe_dns", StringComparison.Ordinal)]);
        foreach (var line in (string[])[
            "probe_dns_lookup_time_seconds 0", "probe_failed_due_to_regex 0", "probe_ip_protocol 4", "probe_http_duration_seconds{phase=\"processing\"} 0.002",
            "probe_http_status_code 200", "probe_http_content_length -1", "probe_http_uncompressed_body_length 12", "probe_http_redirects 1", "probe_http_ssl 1",
            "probe_http_version 1.1", "probe_ssl_earliest_cert_expiry 1800000000", "probe_tls_version_info{version=\"TLS 1.3\"} 1",
            "probe_ssl_last_chain_info{fingerprint_sha256=\"ab\",issuer=\"CN=A\",subject=\"CN=B\"} 1"])
        {
            Assert.Contains(line + "\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Phases_of_all_steps_are_added_up_beside_the_whole() =>
        Assert.Equal(
            [("resolve", 0d), ("connect", 1), ("tls", 0), ("first_byte", 2), ("transfer", 0), ("total", 3)],
            Result(true, 3).Phases().Select(p => (p.Phase, p.Took.TotalMilliseconds)));

    [Fact]
    public void A_probe_without_an_answer_says_status_0()
    {
        var text = Written(Spec, new ProbeResult(default, TimeSpan.FromSeconds(1), [new StepResult("a", false, TimeSpan.FromSeconds(1), "an answer", "none")]));
        Assert.Contains("probe_success 0\n", text, StringComparison.Ordinal);
        Assert.Contains("probe_http_status_code 0\n", text, StringComparison.Ordinal);
    }

    private static string Written(AcceptanceProbeSpec spec, ProbeResult result)
    {
        using var text = new ExpositionText();
        BlackboxMetrics.Write(text, spec, result);
        return text.ToString();
    }

    private static ProbeResult Result(bool passed, int milliseconds) => new(default, TimeSpan.FromMilliseconds(milliseconds),
    [
        new StepResult("a", passed, TimeSpan.FromMilliseconds(milliseconds), passed ? null : "x", passed ? null : "y")
        {
            Times = new StepTimes(TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.Zero, TimeSpan.FromMilliseconds(2), TimeSpan.Zero),
            Facts = new StepFacts
            {
                Address = IPAddress.Loopback, Status = 200, HttpVersion = "1.1", Redirects = 1, Secure = true, ContentLength = -1, BodyBytes = 12,
                Tls = new TlsFacts("TLS 1.3", "CN=B", "CN=A", DateTimeOffset.FromUnixTimeSeconds(1800000000), null, "ab", null),
            },
        },
    ]);
}
