using System.Text;

namespace SecureApi.Tests.Cli.Fuzz;

/// <summary>Changes files as damage and ignorance do, byte by byte and word by word. The same seed makes the same changes.</summary>
internal sealed class Mutation(int seed)
{
    private const int MostChanges = 6;
    private readonly Random _random = new(seed);

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>True once in so many times.</summary>
    public bool Once(int times) => _random.Next(times) == 0;

    /// <summary>The content with a few changes.</summary>
    /// <param name="content">A file.</param>
    /// <param name="words">Words that mean something in such files.</param>
    /// <param name="others">Files to take pieces from.</param>
    public byte[] Of(byte[] content, IReadOnlyList<string> words, IReadOnlyList<byte[]> others)
    {
        var bytes = content.ToList();
        for (var left = _random.Next(1, MostChanges); left > 0; left--) Change(bytes, words, others);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<string> words, IReadOnlyList<byte[]> others)
    {
        var at = _random.Next(bytes.Count + 1);
        var length = Math.Min(_random.Next(1, _random.Next(2, 200)), bytes.Count - at);
        switch (_random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes.Insert(at, (byte)_random.Next(256));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4 when Once(4):
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                var other = Pick(others);
                var start = _random.Next(other.Length + 1);
                bytes.InsertRange(at, other[start..Math.Min(other.Length, start + _random.Next(300))]);
                break;
            default:
                if (length > 0 && Once(2)) bytes.RemoveRange(at, Math.Min(length, 12));
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(words)));
                break;
        }
    }
}
