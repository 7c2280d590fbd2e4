using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Rollout.Metrics.Exposition;

namespace Rollout.Metrics.Scraping;

/// <summary>
/// Asks one node for its metrics. Whatever the node does, the answer is a value, it comes in time, and it costs no more than the limits.
/// </summary>
public sealed class NodeScraper(HttpMessageInvoker http, TimeProvider time, ExpositionLimits limits)
{
    /// <summary>Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    public async ValueTask<NodeScrape> ScrapeAsync(Uri address, SampleNames wanted, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await AskAsync(address, wanted, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NodeScrape.Failed(FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.###} s"), Reached: false);
        }
        catch (HttpRequestException e)
        {
            return new NodeScrape.Failed(Reason(e), Reached: false);
        }
        catch (InvalidDataException)
        {
            return new NodeScrape.Failed("its answer is not valid gzip", Reached: true);
        }
        catch (IOException)
        {
            return new NodeScrape.Failed("the connection broke while it answered", Reached: false);
        }
    }

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.ConnectionError => $"no connection: {e.GetBaseException().Message}",
        HttpRequestError.SecureConnectionError => "no secure connection (TLS)",
        HttpRequestError.ResponseEnded => "the connection broke while it answered",
        HttpRequestError.InvalidResponse => "it does not answer in HTTP",
        _ when e.InnerException is IOException => "the connection broke while it answered",
        _ => $"the request failed: {e.HttpRequestError}",
    };

    private async ValueTask<NodeScrape> AskAsync(Uri address, SampleNames wanted, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", AnswerFormat.Accept);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("rollout", "0.1"));
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new NodeScrape.Failed(
                FormattableString.Invariant($"it answers {(int)response.StatusCode} {response.StatusCode} to GET {address.AbsolutePath}"),
                Reached: (int)response.StatusCode is < 500 and not 429);
        }

        if (AnswerFormat.Of(response.Content.Headers, out var wrong) is not { } format)
        {
            return new NodeScrape.Failed(wrong!, Reached: true);
        }

        var encoding = string.Join(',', response.Content.Headers.ContentEncoding);
        if (encoding is not ("" or "gzip" or "identity"))
        {
            return new NodeScrape.Failed("it answers in a compression that was not asked for (only gzip was)", Reached: true);
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var plain = encoding == "gzip" ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        var read = await ExpositionReader.ReadAsync(plain, format, wanted, limits, cancellationToken).ConfigureAwait(false);
        return read.Fault is null
            ? new NodeScrape.Answered(read.Samples, at)
            : new NodeScrape.Failed($"its metrics cannot be read: {read.Fault}", Reached: true);
    }
}
