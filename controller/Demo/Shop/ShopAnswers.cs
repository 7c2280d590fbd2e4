using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rollout.Demo.Shop;

/// <summary>The bodies that a shop answers with.</summary>
internal static class ShopAnswers
{
    private static readonly byte[] ProductList = JsonSerializer.SerializeToUtf8Bytes(Catalogue.Products, JsonSerializerOptions.Web);

    public static Task ProductsAsync(HttpContext context) => SendAsync(context, 200, ProductList);

    public static Task BasketAsync(HttpContext context, Basket basket) => SendAsync(context, 201, Json(writer =>
    {
        writer.WriteString("id", basket.Id);
        writer.WriteStartArray("items");
        writer.WriteStartObject();
        writer.WriteString("sku", basket.Sku);
        writer.WriteNumber("quantity", basket.Quantity);
        writer.WriteNumber("price", basket.Price);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("total", basket.Total);
    }));

    public static Task PaidAsync(HttpContext context, Basket basket) => SendAsync(context, 200, Json(writer =>
    {
        writer.WriteString("status", "paid");
        writer.WriteString("basket", basket.Id);
        writer.WriteNumber("total", basket.Total);
    }));

    public static Task MistakeAsync(HttpContext context, int code, string what) =>
        SendAsync(context, code, Json(writer => writer.WriteString("error", what)));

    private static byte[] Json(Action<Utf8JsonWriter> fill)
    {
        using var stream = new MemoryStream(256);
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            fill(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static async Task SendAsync(HttpContext context, int code, byte[] json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
