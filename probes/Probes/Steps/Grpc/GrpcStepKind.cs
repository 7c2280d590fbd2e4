using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Rollout.Api;
using Rollout.Probes.Expecting;
using Rollout.Probes.Network;

namespace Rollout.Probes.Steps.Grpc;

/// <summary>The health check of gRPC (grpc.health.v1.Health/Check): one call over HTTP/2, framed by hand.</summary>
public sealed class GrpcStepKind : IStepKind
{
    private const string Method = "/grpc.health.v1.Health/Check";

    public string Name => "grpc";

    public bool Is(ProbeStep step) => step.Grpc is not null;

    public IEnumerable<Problem> Problems(ProbeStep step, string path, IReadOnlySet<string> captured) =>
    [
        .. ExpectationValidation.Problems(step.Expect, path + ".expect", ExpectedFields.Talk),
        .. CaptureValidation.None(step.Capture, path + ".capture"),
    ];

    public async ValueTask<StepResult> RunAsync(ProbeStep step, ProbeRun run, CancellationToken cancellationToken)
    {
        var grpc = step.Grpc!;
        var secure = grpc.Tls is not null || run.Target.Scheme == Uri.UriSchemeHttps;
        var address = new UriBuilder(secure ? "https" : "http", run.Target.Host, StepTarget.Port(grpc.Port, run.Target, secure ? 443 : 80), Method).Uri;
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(HealthMessages.Request(grpc.Service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("User-Agent", "rollout-probe");
        request.Headers.TryAddWithoutValidation(run.Spec.Mark.Header, run.Spec.Mark.Value);
        request.Headers.TryAddWithoutValidation("traceparent", run.Trace.NextParent());
        try
        {
            return await CallAsync(step, request, run, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return StepEnds.NoAnswer(step, run, e);
        }
    }

    private static async ValueTask<StepResult> CallAsync(ProbeStep step, HttpRequestMessage request, ProbeRun run, CancellationToken cancellationToken)
    {
        var (since, connecting) = (run.Clock.Now, run.Clock.Connecting);
        using var response = await run.Http("2", step.Grpc!.Tls).SendAsync(request, cancellationToken).ConfigureAwait(false);
        run.Clock.Answered(since, connecting);
        var reading = run.Clock.Now;
        var (bytes, _, _) = await Http.BodyReader.ReadAsync(response.Content, run.Limits, cancellationToken).ConfigureAwait(false);
        run.Clock.Transferred(reading);
        await SocketThread.LeaveAsync();
        var facts = new StepFacts { Secure = request.RequestUri!.Scheme == Uri.UriSchemeHttps, Status = (int)response.StatusCode, HttpVersion = "2" };
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return StepEnds.Failed(step, run, new("a gRPC answer", FormattableString.Invariant($"HTTP status {(int)response.StatusCode}")), facts);
        }

        // An error may come in the headers alone, without a body and trailers.
        var status = Header(response.TrailingHeaders, "grpc-status") ?? Header(response.Headers, "grpc-status");
        var message = Uri.UnescapeDataString(Header(response.TrailingHeaders, "grpc-message") ?? Header(response.Headers, "grpc-message") ?? "");
        facts = facts with { GrpcStatus = int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null };
        if (facts.GrpcStatus is not 0)
        {
            var got = facts.GrpcStatus is { } known ? HealthMessages.StatusName(known) : "an answer without a gRPC status";
            return StepEnds.Failed(step, run, new("gRPC status OK", message.Length > 0 ? $"{got}: {Redaction.Shown(message, 120)}" : got), facts);
        }

        var health = HealthMessages.Health(bytes);
        facts = facts with { GrpcHealth = health };
        return health == HealthMessages.Serving
            ? StepEnds.Passed(step, run, facts)
            : StepEnds.Failed(step, run, new(HealthMessages.Serving, health ?? "a message that is no health answer"), facts);
    }

    private static string? Header(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
