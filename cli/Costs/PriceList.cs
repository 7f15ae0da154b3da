using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Costs;

/// <summary>AWS's unit prices in one region, as <c>prices/REGION.json</c> has them.</summary>
/// <param name="Region">The region: <c>eu-west-1</c>.</param>
/// <param name="Currency">The currency's code: <c>USD</c>.</param>
/// <param name="Date">The day on which the prices were read.</param>
/// <param name="Source">Where they were read.</param>
/// <param name="Prices">The prices by their key, such as <c>natGateway</c>.</param>
public sealed record PriceList(string Region, string Currency, DateOnly Date, string Source, ImmutableDictionary<string, UnitPrice> Prices)
{
    /// <summary>The folder of the project that holds the price lists.</summary>
    public const string Folder = "prices";

    /// <summary>AWS's own average of the hours of a month.</summary>
    public const int HoursPerMonth = 730;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    /// <summary>The list of a region: the project's own, or the one that comes with the program; null where there is neither.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="region">The region.</param>
    /// <exception cref="UserException">The project's file is no price list of that region.</exception>
    public static PriceList? Find(string project, string region)
    {
        var path = Path.Combine(project, Folder, $"{region}.json");
        if (File.Exists(path))
            return Read(path, region);
        using var shipped = typeof(PriceList).Assembly.GetManifestResourceStream($"{Folder}/{region}.json");
        return shipped is null ? null : JsonSerializer.Deserialize<PriceList>(shipped, Options);
    }

    /// <summary>When and where the prices were read, for people.</summary>
    public string Basis => string.Create(CultureInfo.InvariantCulture, $"{Currency}, prices of {Region} as of {Date:yyyy-MM-dd}");

    private static PriceList Read(string path, string region)
    {
        try
        {
            using var file = File.OpenRead(path);
            var list = JsonSerializer.Deserialize<PriceList>(file, Options);
            if (list is null || list.Region != region)
                throw new UserException($"{path} holds the prices of {list?.Region ?? "no region"}, not of {region}. Make it with: scripts/read-prices {region}");
            if (list.Prices.FirstOrDefault(price => price.Value.Price < 0) is { Key: { } key })
                throw new UserException($"{path}: the price {key} is below zero. Make the file with: scripts/read-prices {region}");
            return list;
        }
        catch (JsonException error)
        {
            throw new UserException($"{path} is no price list: {error.Message} Make it with: scripts/read-prices {region}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {error.Message}", error);
        }
    }
}

/// <summary>The price of one unit.</summary>
/// <param name="Price">The price, in the list's currency.</param>
/// <param name="Per">What it is for: <c>hour</c>, <c>month</c>, or a measure of use such as <c>GB</c>.</param>
public sealed record UnitPrice(decimal Price, string Per);
