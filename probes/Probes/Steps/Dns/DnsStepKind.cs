using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Dns;

/// <summary>A question to a name server and what its answer must be.</summary>
public sealed class DnsStepKind : IStepKind
{
    private const int Shown = 200;

    public string Name => "dns";

    public bool Is(ProbeStep step) => step.Dns is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured)
    {
        var dns = step.Dns!;
        if (!Enum.TryParse<DnsType>(dns.Type, out _))
        {
            yield return new Problem(path + ".dns.type", $"\"{dns.Type}\" is no type of record", $"known are {string.Join(", ", Enum.GetNames<DnsType>())}");
        }

        if (Question(dns, 0) is null)
        {
            yield return new Problem(path + ".dns.name", $"\"{dns.Name}\" is no name of DNS", "write labels of at most 63 letters, parted by dots");
        }

        if (dns.Server is { } server && Server(server) is null)
        {
            yield return new Problem(path + ".dns.server", $"\"{server}\" is no server", "write a host, or a host and a port: 192.0.2.53:53");
        }

        foreach (var problem in ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Dns).Concat(CaptureValidation.None(step.Capture, path + ".capture")))
        {
            yield return problem;
        }
    }

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var dns = step.Dns!;
        var (host, port) = dns.Server is { } own ? Server(own)!.Value
            : (run.Target.Host, run.Target.Scheme is "dns" ? StepTarget.Port(null, run.Target, 53) : 53);
        var question = Question(dns, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1))!;
        try
        {
            var answer = dns.Transport == "tcp" ? null : await DnsExchange.OverUdpAsync(question, host, port, run, cancellationToken).ConfigureAwait(false);
            if (dns.Transport == "tcp" || answer is { Cut: true })
            {
                answer = await DnsExchange.OverTcpAsync(question, host, port, run, cancellationToken).ConfigureAwait(false);
            }

            await SocketThread.LeaveAsync();
            return Judge(step, run, answer);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return StepEnds.NoAnswer(step, run, e);
        }
    }

    private static StepResult Judge(ProbeStep step, ProbeRun run, DnsAnswer? answer)
    {
        if (answer is null)
        {
            return StepEnds.Failed(step, run, new("an answer", "a message that is no answer of DNS"));
        }

        var facts = new StepFacts { DnsRecords = (answer.Answers.Count, answer.Authority, answer.Additional) };
        var body = answer.Answers.Count == 0 ? null : string.Join('\n', answer.Answers);
        IReadOnlyList<string> codes = step.Expect.Rcode.Count == 0 ? ["NOERROR"] : step.Expect.Rcode;
        if (!codes.Contains(answer.Rcode, StringComparer.Ordinal))
        {
            return StepEnds.Failed(step, run, new(string.Join(" or ", codes), answer.Rcode), facts, body);
        }

        return Records(step.Expect, answer) is { } mismatch
            ? StepEnds.Failed(step, run, mismatch, facts with { FailedDueToRegex = true }, body)
            : StepEnds.Passed(step, run, facts, body);
    }

    private static Mismatch? Records(Expectation expect, DnsAnswer answer)
    {
        try
        {
            return Compared(expect, answer);
        }
        catch (RegexMatchTimeoutException e)
        {
            return Patterns.TooLong(e);
        }
    }

    private static Mismatch? Compared(Expectation expect, DnsAnswer answer)
    {
        var none = answer.Answers.Count == 0;
        if (expect.AnswersAny.FirstOrDefault(p => !answer.Answers.Any(a => Patterns.IsMatch(p, a))) is { } absent)
        {
            return new($"a record that matches {Redaction.Expression(absent, Shown)}", none ? "no record" : Redaction.Shown(string.Join("; ", answer.Answers), Shown));
        }

        // Without any record nothing was confirmed: "all of none" must not pass.
        if (expect.AnswersAll.FirstOrDefault(p => none || !answer.Answers.All(a => Patterns.IsMatch(p, a))) is { } unlike)
        {
            return new($"every record to match {Redaction.Expression(unlike, Shown)}", none ? "no record" : Redaction.Shown(answer.Answers.First(a => !Patterns.IsMatch(unlike, a)), Shown));
        }

        return expect.AnswersNever.FirstOrDefault(p => answer.Answers.Any(a => Patterns.IsMatch(p, a))) is { } banned
            ? new($"no record that matches {Redaction.Expression(banned, Shown)}", Redaction.Shown(answer.Answers.First(a => Patterns.IsMatch(banned, a)), Shown))
            : null;
    }

    private static byte[]? Question(DnsStep dns, ushort id)
    {
        try
        {
            return DnsMessage.Question(id, dns.Name, Enum.TryParse<DnsType>(dns.Type, out var type) ? type : DnsType.A, dns.Recursion);
        }
        catch (ArgumentException)
        {
            // A label that cannot be written in ASCII.
            return null;
        }
    }

    /// <summary>Host and port of <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>; null for anything else.</summary>
    private static (string Host, int Port)? Server(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':', StringComparison.Ordinal) == colon);
        if (!hasPort)
        {
            return Uri.CheckHostName(text.Trim('[', ']')) == UriHostNameType.Unknown ? null : (text, 53);
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown ? (text[..colon], port) : null;
    }
}
