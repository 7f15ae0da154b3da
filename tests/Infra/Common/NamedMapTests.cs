using SecureApi.Common;
using Xunit;

namespace SecureApi.Tests.Infra.Common;

public sealed class NamedMapTests
{
    [Fact]
    public void Names_AddedInAnyOrder_AreInOrdinalOrder()
    {
        var map = new[] { "b", "_", "a", "ä", "B", "a-1", "a1" }.ToNamedMap(name => name, name => name.Length);

        Assert.Equal(["B", "_", "a", "a-1", "a1", "b", "ä"], map.Keys);
    }

    [Fact]
    public void Map_AfterManyChanges_HasWhatASortedDictionaryHas()
    {
        var random = new Random(7);
        var builder = new NamedMapBuilder<int>();
        var expected = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var change = 0; change < 2_000; change++)
        {
            var (name, value) = ($"n{random.Next(300)}", random.Next());
            builder[name] = value;
            expected[name] = value;
        }

        var map = builder.ToImmutable();

        Assert.Equal(expected, map);
        Assert.Equal(expected.Count, map.Count);
        Assert.All(expected, entry => Assert.Equal(entry.Value, map[entry.Key]));
        Assert.False(map.TryGetValue("n300", out _));
    }

    [Fact]
    public void Enumeration_OfAMap_GivesNamesWithTheirValues()
    {
        var entries = new List<(string, int)>();
        foreach (var (name, value) in NamedMaps.Empty<int>().Add("b", 2).Add("a", 1)) entries.Add((name, value));

        Assert.Equal([("a", 1), ("b", 2)], entries);
    }

    [Fact]
    public void Change_OfAMap_LeavesTheMapAsItIs()
    {
        var map = NamedMaps.Empty<int>().Add("a", 1);

        var builder = map.ToBuilder();
        builder["a"] = 2;
        var changed = map.SetItem("a", 3).Add("b", 4);

        Assert.Equal(1, map["a"]);
        Assert.Equal(2, builder.ToImmutable()["a"]);
        Assert.Equal(3, changed["a"]);
        Assert.Equal(["a"], map.Keys);
    }

    [Fact]
    public void Map_OfABuilderThatGoesOn_StaysAsItIs()
    {
        var builder = new NamedMapBuilder<int>();
        builder.Add("a", 1);

        var map = builder.ToImmutable();
        builder["a"] = 2;
        builder.Add("b", 3);

        Assert.Equal(1, map["a"]);
        Assert.False(map.ContainsKey("b"));
    }

    [Fact]
    public void Add_OfANameThatIsThere_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => NamedMaps.Empty<int>().Add("a", 1).Add("a", 1));

        Assert.Contains("\"a\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_OfAnUnknownName_IsRefusedWithTheNamesThereAre()
    {
        var error = Assert.Throws<KeyNotFoundException>(() => NamedMaps.Empty<int>().Add("api", 1).Add("web", 2)["wep"]);

        Assert.Contains("\"wep\" among api, web", error.Message, StringComparison.Ordinal);
    }
}
