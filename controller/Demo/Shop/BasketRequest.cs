using System.Text.Json;

namespace Rollout.Demo.Shop;

/// <summary>What a customer asks to put in the basket: <c>{"sku":"tea","quantity":2,"price":14.5}</c>; quantity 1 and the list price unless told.</summary>
internal sealed record BasketRequest(string Sku, int Quantity, decimal Price)
{
    /// <summary>Reads the request; on false, <paramref name="mistake"/> says what is wrong and what is expected.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out BasketRequest request, out string mistake)
    {
        request = new BasketRequest("", 0, 0);
        mistake = "";
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                mistake = "expected an object with sku, quantity, price";
                return false;
            }

            var root = document.RootElement;
            var sku = root.TryGetProperty("sku", out var s) && s.ValueKind == JsonValueKind.String ? s.GetString() : null;
            if (Catalogue.Find(sku) is not { } product)
            {
                mistake = "sku: unknown; known are " + string.Join(", ", Catalogue.Products.Select(p => p.Sku));
                return false;
            }

            var quantity = 1;
            if (root.TryGetProperty("quantity", out var q) && !(q.ValueKind == JsonValueKind.Number && q.TryGetInt32(out quantity)) || quantity is < 1 or > 1000)
            {
                mistake = "quantity: expected a whole number from 1 to 1000";
                return false;
            }

            var price = product.Price;
            if (root.TryGetProperty("price", out var p) && !(p.ValueKind == JsonValueKind.Number && p.TryGetDecimal(out price)) || price is <= 0 or > 1_000_000)
            {
                mistake = "price: expected dollars above 0, at most 1000000";
                return false;
            }

            request = new BasketRequest(product.Sku, quantity, price);
            return true;
        }
        catch (JsonException bad)
        {
            mistake = "not JSON: " + bad.Message;
            return false;
        }
    }
}
