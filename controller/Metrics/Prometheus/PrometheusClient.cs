using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Rollout.Metrics.Secrets;

namespace Rollout.Metrics.Prometheus;

/// <summary>
/// Asks one server. Whatever it does, the answer is a value, it comes in time, and it costs no more than the limits.
/// </summary>
internal sealed class PrometheusClient(ServerName server, ISecrets secrets, TimeProvider time, PrometheusLimits limits) : IDisposable
{
    private const int MostErrorBytes = 16 * 1024;
    private const int LongestUrl = 2000;

    private readonly ServerConnection connection = new(server, secrets, time, limits);
    private readonly SemaphoreSlim places = new(limits.AtOnce);
    private DateTimeOffset notBefore;

    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task<PrometheusAnswer> AskAsync(PrometheusQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < notBefore)
        {
            var wait = (notBefore - now).TotalSeconds;
            return About(new PrometheusAnswer.Failed(FormattableString.Invariant($"it asked us to stay away for another {wait:0} s"), Reached: false));
        }

        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var answer = await InTimeAsync(query, timeout, either.Token, cancellationToken).ConfigureAwait(false);
        if (answer is PrometheusAnswer.Failed { RetryAfter: { } pause })
        {
            notBefore = time.GetUtcNow() + (pause < limits.MaxRetryAfter ? pause : limits.MaxRetryAfter);
        }

        return About(answer);
    }

    public void Dispose()
    {
        connection.Dispose();
        places.Dispose();
    }

    private PrometheusAnswer About(PrometheusAnswer answer) => answer is PrometheusAnswer.Failed failed
        ? failed with { Reason = connection.Redact($"Prometheus at {server.Address}: {failed.Reason}") }
        : answer;

    private async Task<PrometheusAnswer> InTimeAsync(PrometheusQuery query, TimeSpan timeout, CancellationToken either, CancellationToken cancelled)
    {
        try
        {
            await places.WaitAsync(either).ConfigureAwait(false);
            try
            {
                var (use, wrong) = await connection.OpenAsync(either).ConfigureAwait(false);
                return use is null ? wrong! : await SendAsync(use, query, timeout, either).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            return Away(FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.###} s"));
        }
        catch (HttpRequestException e)
        {
            return Away(Reason(e));
        }
        catch (InvalidDataException)
        {
            return new PrometheusAnswer.Failed("its answer is not valid gzip, or is cut off", Reached: true);
        }
        catch (IOException)
        {
            return Away("the connection broke while it answered");
        }
    }

    private static PrometheusAnswer.Failed Away(string reason) => new(reason, Reached: false);

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.ConnectionError => $"no connection: {e.GetBaseException().Message}",
        HttpRequestError.SecureConnectionError => "no secure connection (TLS): its certificate is not signed by an authority that is trusted (ca.crt), or is for another name",
        HttpRequestError.ResponseEnded => "the connection broke while it answered",
        HttpRequestError.InvalidResponse => "it does not answer in HTTP",
        _ when e.InnerException is IOException => "the connection broke while it answered",
        _ => $"the request failed: {e.HttpRequestError}",
    };

    private async Task<PrometheusAnswer> SendAsync(ServerConnection.Use use, PrometheusQuery query, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = Request(use, query, timeout);
        using var response = await use.Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var encoding = string.Join(',', response.Content.Headers.ContentEncoding);
        if (encoding is not ("" or "gzip" or "identity"))
        {
            return new PrometheusAnswer.Failed("it answers in a compression that was not asked for (only gzip was)", Reached: true);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var plain = encoding == "gzip" ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            using var body = await BoundedBody.ReadAsync(plain, limits.MaxBytes, cancellationToken).ConfigureAwait(false);
            return body.Length > limits.MaxBytes
                ? new PrometheusAnswer.Failed(FormattableString.Invariant($"its answer is larger than {limits.MaxBytes >> 20} MiB; narrow the selector"), Reached: true)
                : response.Content.Headers.ContentType?.MediaType == "text/html"
                ? new PrometheusAnswer.Failed("it answers a page (text/html), not JSON: a login or another service is there", Reached: true)
                : MatrixReading.Of(body.Span, limits);
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            connection.Forget();
        }

        using var error = await BoundedBody.ReadAsync(plain, MostErrorBytes, cancellationToken).ConfigureAwait(false);
        return StatusReading.Of(response.StatusCode, FaultText.Of(error.Span), Location(response), server.Secret, Pause(response.Headers.RetryAfter));
    }

    private HttpRequestMessage Request(ServerConnection.Use use, PrometheusQuery query, TimeSpan timeout)
    {
        var address = PrometheusAddress.Of(server.Address, query.Call);
        var parameters = string.Join('&', query.Parameters(timeout).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));
        var isShort = parameters.Length < LongestUrl;
        var request = new HttpRequestMessage(isShort ? HttpMethod.Get : HttpMethod.Post, address);
        if (isShort)
        {
            request.RequestUri = new UriBuilder(address) { Query = parameters }.Uri;
        }
        else
        {
            request.Content = new StringContent(parameters, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("rollout", "0.1"));
        foreach (var (name, value) in use.Credentials.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Without its query, which may hold a ticket.</summary>
    private static string? Location(HttpResponseMessage response) => response.Headers.Location is { } to
        ? FaultText.Short(to.IsAbsoluteUri ? to.GetLeftPart(UriPartial.Path) : to.OriginalString.Split('?')[0])
        : null;

    private TimeSpan? Pause(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } until && until > time.GetUtcNow() ? until - time.GetUtcNow() : null);
}
