using SecureApi.Cli.Costs;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The price list of another region, from answers in the form that the AWS Price List has.</summary>
public sealed class PriceScriptTests : IDisposable
{
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public async Task Prices_FromThePriceList_AreThoseOfTheUsageTypeAndItsFirstTierWithAPrice()
    {
        // Products are texts of JSON. Of load balancers there are rows of trust stores and Outposts beside the one that is meant.
        stage.Stand("aws", """
            product() { printf '"{\\"product\\":{\\"attributes\\":{\\"usagetype\\":\\"%s\\"}},\\"terms\\":{\\"OnDemand\\":{\\"T\\":{\\"priceDimensions\\":{\\"A\\":{\\"beginRange\\":\\"0\\",\\"pricePerUnit\\":{\\"USD\\":\\"%s\\"}},\\"B\\":{\\"beginRange\\":\\"10\\",\\"pricePerUnit\\":{\\"USD\\":\\"%s\\"}}}}}}}"' "$1" "$2" "$3"; }
            case "$*" in
              *AWSELB*) echo "{\"PriceList\":[$(product EUC1-TS-LoadBalancerUsage 0.006 0.005),$(product EUC1-LoadBalancerUsage 0.027 0.02),$(product EUC1-Outposts-LoadBalancerUsage 0.9 0.9)]}" ;;
              *AmazonCloudWatch*) echo "{\"PriceList\":[$(product EUC1-CW:AlarmMonitorUsage 0 0.1),$(product EUC1-CW:HighResAlarmMonitorUsage 0 0.3)]}" ;;
              *awskms*) echo "{\"PriceList\":[$(product eu-central-1-KMS-Keys 1 1)]}" ;;
              *) echo '{"PriceList":[]}' ;;
            esac
            """);
        Directory.CreateDirectory(stage.At("prices"));
        var (code, output, errors) = await stage.Run("read-prices", ["eu-central-1"], ("PRICES_FILE", stage.At("prices/eu-central-1.json")));

        Assert.True(code == 0, errors);
        Assert.Contains("natGateway", output, StringComparison.Ordinal);
        var list = PriceList.Find(stage.Folder, "eu-central-1")!;
        Assert.Equal(0.027m, list.Prices["loadBalancer"].Price);
        Assert.Equal(0.006m, list.Prices["trustStore"].Price);
        Assert.Equal(0.1m, list.Prices["alarmMetric"].Price);
        Assert.Equal(new UnitPrice(1, "month"), list.Prices["kmsKey"]);
        Assert.DoesNotContain("natGateway", list.Prices.Keys);
    }

    [Fact]
    public async Task Prices_OfAnUnknownRegion_AreNotWritten()
    {
        stage.Stand("aws", """echo '{"PriceList":[]}'""");
        var (code, _, errors) = await stage.Run("read-prices", ["nowhere-1"], ("PRICES_FILE", stage.At("prices.json")));

        Assert.Equal(1, code);
        Assert.Contains("no price for the region nowhere-1", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(stage.At("prices.json")));
    }
}
