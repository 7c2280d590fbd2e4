using System.Globalization;
using System.Text;
using System.Text.Json;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Customers;

/// <summary>Carries out one visit: looks at the products, puts one in the basket, pays; three requests of one session.</summary>
internal sealed class Visitor(HttpMessageInvoker client, Uri door, TimeProvider time)
{
    /// <summary>No answer in this time: the customer leaves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>An answer that takes longer than this is slow.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two clicks. A second or two in the real world; sped up as the day is.</summary>
    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(20);

    private const int MostBytes = 16 * 1024;

    public async Task<(VisitResult Result, decimal Dollars, bool Slow)> VisitAsync(PlannedSession plan, CancellationToken cancellation)
    {
        var visit = new Visit();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            var (result, dollars) = await ShopAsync(visit, plan, either.Token);
            return (result, dollars, visit.IsSlow);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or JsonException or InvalidDataException
            || broken is OperationCanceledException && patience.IsCancellationRequested)
        {
            return (VisitResult.Failed, 0, true);
        }
    }

    private async Task<(VisitResult Result, decimal Dollars)> ShopAsync(Visit visit, PlannedSession plan, CancellationToken cancellation)
    {
        if (await AskAsync(visit, HttpMethod.Get, "/products", null, cancellation) is null)
        {
            return (VisitResult.Failed, 0);
        }

        if (plan.Dollars is not { } price)
        {
            return (VisitResult.LookedAround, 0);
        }

        await Task.Delay(Thinking, time, cancellation);
        var order = string.Create(CultureInfo.InvariantCulture, $"{{\"sku\":\"{plan.Sku}\",\"quantity\":1,\"price\":{price}}}");
        if (await AskAsync(visit, HttpMethod.Post, "/basket", order, cancellation) is not { } basket)
        {
            return (VisitResult.Failed, 0);
        }

        await Task.Delay(Thinking, time, cancellation);
        var pay = await AskAsync(visit, HttpMethod.Post, $"/basket/{Text(basket, "id")}/checkout", null, cancellation);
        return pay is not null && Text(pay, "status") == "paid" ? (VisitResult.Paid, price) : (VisitResult.Failed, 0);
    }

    /// <summary>One request and its answer's bytes; null when the answer is an error.</summary>
    private async Task<byte[]?> AskAsync(Visit visit, HttpMethod method, string path, string? json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(door, path));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (visit.Cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", visit.Cookie);
        }

        var began = time.GetTimestamp();
        using var answer = await client.SendAsync(request, cancellation);
        using var body = new MemoryStream();
        await BoundedBody.CopyAsync(answer.Content, body, MostBytes, cancellation);
        visit.IsSlow |= time.GetElapsedTime(began) > Slow;
        if (answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies))
        {
            visit.Cookie = cookies.ToString().Split(';')[0];
        }

        return answer.IsSuccessStatusCode ? body.ToArray() : null;
    }

    private static string? Text(byte[] json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private sealed class Visit
    {
        public string? Cookie { get; set; }

        public bool IsSlow { get; set; }
    }
}
