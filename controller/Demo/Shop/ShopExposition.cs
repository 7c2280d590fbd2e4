using System.Globalization;
using Rollout.Demo.Processes;

namespace Rollout.Demo.Shop;

/// <summary>A shop's figures as its <c>/metrics</c> shows them.</summary>
internal static class ShopExposition
{
    public static string Write(ShopFigures figures, ShopOptions options, DateTimeOffset began)
    {
        var text = new MetricsText()
            .Single("shop_orders_total", "counter", "Orders paid by customers.", figures.Orders)
            .Single("shop_revenue_dollars_total", "counter", "What customers paid, dollars.", figures.Revenue)
            .Single("shop_sessions_assigned_total", "counter", "Customers' sessions that began on this node.", figures.Sessions)
            .Single("shop_synthetic_orders_total", "counter", "Orders of probes; in no other counter.", figures.SyntheticOrders);
        Histogram(text, figures);
        Codes(text, "shop_requests_total", "Customers' requests by status code.", figures.Requests);
        Codes(text, "shop_synthetic_requests_total", "Probes' requests by status code.", figures.SyntheticRequests);
        return text
            .Single("process_start_time_seconds", "gauge", "When this process began, seconds since 1970.", began.ToUnixTimeMilliseconds() / 1000.0)
            .Single("shop_info", "gauge", "The version that runs.", 1, $"version=\"{options.Version.Name}\",node=\"{options.Node}\"")
            .ToString();
    }

    private static void Histogram(MetricsText text, ShopFigures figures)
    {
        const string name = "shop_order_value_dollars";
        text.Family(name, "histogram", "Values of customers' orders, dollars.");
        var upTo = 0L;
        for (var i = 0; i < figures.Values.Count; i++)
        {
            upTo += figures.Values[i];
            var bound = i < ShopCounters.ValueBounds.Count ? ShopCounters.ValueBounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            text.Sample(name + "_bucket", upTo, $"le=\"{bound}\"");
        }

        text.Sample(name + "_sum", figures.Revenue).Sample(name + "_count", figures.Orders);
    }

    private static void Codes(MetricsText text, string name, string help, IReadOnlyList<KeyValuePair<int, long>> byCode)
    {
        text.Family(name, "counter", help);
        foreach (var (code, many) in byCode)
        {
            text.Sample(name, many, string.Create(CultureInfo.InvariantCulture, $"code=\"{code}\""));
        }
    }
}
