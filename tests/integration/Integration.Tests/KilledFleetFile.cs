using System.Globalization;
using Rollout.Demo.Fleet;
using Rollout.Demo.Processes;

namespace Rollout.Integration.Tests;

/// <summary>
/// A fleet file by which no verdict hangs on the machine's speed or on a small sample: half of the revenue would have to be lost, nothing is late
/// before hours have passed, and a false alarm comes once in a million trials.
/// </summary>
internal static class KilledFleetFile
{
    public static string Write(IReadOnlyList<DemoNode> nodes) => string.Create(CultureInfo.InvariantCulture, $$$"""
        name: shop
        nodes:
        {{{string.Join('\n', nodes.Select(n => $"- {{name: {n.Name}, address: \"127.0.0.1:{n.Port}\"}}"))}}}
        deploy:  {command: [./deploy.sh, "{node}", "{version}"], timeout: 5m}
        status:  {command: [./status.sh, "{node}"], timeout: 1m}
        drain:   {command: [./drain.sh, "{node}"], timeout: 1m}
        undrain: {command: [./undrain.sh, "{node}"], timeout: 1m}
        parallel: 2
        state: rollout.db
        spec:
          stages:
          - {nodes: 1, tolerance: "0.50"}
          - {nodes: "50%", tolerance: "0.50"}
          warmUp: 2s
          deadline: 6h
          progressDeadline: 1h
          errorRates: {falseRollback: "0.000001", falsePromotion: "0.05"}
          metrics:
          - name: dollars
            role: Objective
            tolerance: "0.50"
            metric:
              kind: Revenue
              unit: USD
              interval: 1s
              source:
                scrape: {path: /metrics}
              selectors:
                sum: shop_revenue_dollars_total
                count: shop_orders_total
                valueBuckets: shop_order_value_dollars
                traffic: shop_sessions_assigned_total
          probes:
          - name: basket
            probe:
              interval: 1s
              timeout: 1m
              failAfter: 10
              steps:
              - name: put tea in the basket
                http: {method: POST, path: /basket, headers: {{{{SessionHeaders.Synthetic}}}: {{{SessionHeaders.SyntheticValue}}}}, json: {sku: tea}}
                expect: {status: [200, 201]}
        """);
}
