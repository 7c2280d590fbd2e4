using System.Text;
using Microsoft.AspNetCore.Http;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Shop;

/// <summary>Answers a shop's requests: products, baskets, checkout, health, metrics.</summary>
internal sealed class ShopDesk(ShopOptions options, TimeProvider time)
{
    private const string Checkout = "/checkout";
    private readonly Baskets baskets = new(options.Node, time);
    private readonly ShopCounters counters = new();
    private readonly DateTimeOffset began = time.GetUtcNow();

    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (HttpMethods.IsGet(context.Request.Method) && path is "/metrics" or "/healthz")
        {
            await TextAsync(context, path == "/healthz" ? "ok\n" : ShopExposition.Write(counters.Read(), options, began));
            return;
        }

        var synthetic = context.Request.Headers[SessionHeaders.Synthetic] == SessionHeaders.SyntheticValue;
        if (!synthetic && context.Request.Headers.ContainsKey(SessionHeaders.NewSession))
        {
            counters.Session();
        }

        await CustomerAsync(context, path, synthetic);
        counters.Request(context.Response.StatusCode, synthetic);
    }

    private Task CustomerAsync(HttpContext context, string path, bool synthetic)
    {
        var post = HttpMethods.IsPost(context.Request.Method);
        return path switch
        {
            "/products" when HttpMethods.IsGet(context.Request.Method) => ShopAnswers.ProductsAsync(context),
            "/basket" when post => FillAsync(context),
            _ when post && path.StartsWith("/basket/", StringComparison.Ordinal) && path.EndsWith(Checkout, StringComparison.Ordinal)
                && path.Length > "/basket/".Length + Checkout.Length
                => PayAsync(context, path["/basket/".Length..^Checkout.Length], synthetic),
            _ => ShopAnswers.MistakeAsync(
                context, 404, "known are GET /products, POST /basket, POST /basket/{id}/checkout, GET /healthz, GET /metrics"),
        };
    }

    private async Task FillAsync(HttpContext context)
    {
        // Bounded by the server's limit on request bodies (413 beyond).
        using var body = new MemoryStream(256);
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!BasketRequest.TryParse(body.GetBuffer().AsMemory(0, (int)body.Length), out var request, out var mistake))
        {
            await ShopAnswers.MistakeAsync(context, 400, mistake);
            return;
        }

        await ShopAnswers.BasketAsync(context, baskets.Fill(request.Sku, request.Quantity, request.Price));
    }

    private Task PayAsync(HttpContext context, string id, bool synthetic)
    {
        if (!baskets.TryLook(id, out var basket))
        {
            return ShopAnswers.MistakeAsync(context, 404, "no such basket");
        }

        if (options.Version.Defect == ShopDefect.FailsForOneProduct && basket.Sku == Catalogue.BrokenInV4)
        {
            return ShopAnswers.MistakeAsync(context, 500, "checkout failed");
        }

        if (!baskets.TryTake(id))
        {
            return ShopAnswers.MistakeAsync(context, 404, "no such basket");
        }

        if (options.Version.Defect != ShopDefect.LosesQuarterOfCheckouts || !LostCheckouts.Loses(id))
        {
            counters.Order(basket.Total, synthetic);
        }

        return ShopAnswers.PaidAsync(context, basket);
    }

    private static async Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = MetricsText.ContentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }
}
