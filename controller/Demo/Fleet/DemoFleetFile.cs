using System.Globalization;
using System.Text;
using Rollout.Demo.Processes;
using Rollout.Demo.Shop;

namespace Rollout.Demo.Fleet;

/// <summary>The demo's fleet file (contract section 6): an ordinary one, which <c>rollout hosts --fleet</c> reads as it reads any other.</summary>
internal static class DemoFleetFile
{
    /// <summary>The relative loss that must be excluded, at every stage.</summary>
    public const string Tolerance = "0.20";

    /// <summary>False rollbacks of a whole rollout.</summary>
    public const string FalseRollback = "0.001";

    /// <summary>False promotions at a loss equal to the tolerance.</summary>
    public const string FalsePromotion = "0.05";

    /// <summary>Discarded after a canary's start.</summary>
    public const string WarmUp = "3s";

    /// <summary>The bucket.</summary>
    public const string Interval = "1s";

    public static string Write(IReadOnlyList<DemoNode> nodes) => string.Create(CultureInfo.InvariantCulture, $$"""
        # The fleet of the demo: six shop processes on this machine.
        name: shop
        nodes:
        {{string.Join('\n', nodes.Select(n => $"- {{name: {n.Name}, address: \"127.0.0.1:{n.Port}\"}}"))}}
        deploy:  {command: [./deploy.sh, "{node}", "{version}"], timeout: 30s}
        status:  {command: [./status.sh, "{node}"], timeout: 5s}
        drain:   {command: [./drain.sh, "{node}"], timeout: 5s}
        undrain: {command: [./undrain.sh, "{node}"], timeout: 5s}
        parallel: 2
        state: rollout.db
        spec:
          stages:
          - {nodes: 1, tolerance: "{{Tolerance}}", minDuration: 5s}
          - {nodes: "50%", tolerance: "{{Tolerance}}", minDuration: 5s}
          warmUp: {{WarmUp}}
          deadline: 90s
          progressDeadline: 30s
          errorRates: {falseRollback: "{{FalseRollback}}", falsePromotion: "{{FalsePromotion}}"}
          metrics:
          - name: dollars
            role: Objective
            tolerance: "{{Tolerance}}"
            metric:
              kind: Revenue
              unit: USD
              interval: {{Interval}}
              source:
                scrape: {path: /metrics}
              selectors:
                sum: shop_revenue_dollars_total
                count: shop_orders_total
                valueBuckets: shop_order_value_dollars
                traffic: shop_sessions_assigned_total
          probes:
          - name: checkout
            probe:
              interval: 1s
              timeout: 2s
              failAfter: 3
              steps:
        {{Steps()}}
        """);

    /// <summary>A test customer buys one of everything; marked, so that nothing of it counts as revenue.</summary>
    private static string Steps()
    {
        const string marked = $"headers: {{{SessionHeaders.Synthetic}: {SessionHeaders.SyntheticValue}}}";
        var steps = new StringBuilder();
        foreach (var sku in Catalogue.Products.Select(p => p.Sku))
        {
            steps.Append(CultureInfo.InvariantCulture, $$$$"""
                      - name: put {{{{sku}}}} in the basket
                        http: {method: POST, path: /basket, {{{{marked}}}}, json: {sku: {{{{sku}}}}}}
                        expect: {status: [200, 201]}
                        capture: {basket: $.id}
                      - name: pay for {{{{sku}}}}
                        http: {method: POST, path: "/basket/{{ basket }}/checkout", {{{{marked}}}}}
                        expect: {status: [200, 201], bodyMatches: paid}

                """);
        }

        return steps.ToString();
    }
}
