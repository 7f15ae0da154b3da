using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SecureApi.Cli.Local;

/// <summary>Writes a YAML document of maps, lists and texts, with comments.</summary>
internal sealed class YamlText
{
    private readonly Emitter emitter;

    public YamlText(TextWriter text)
    {
        emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
    }

    /// <summary>A line of its own before what follows.</summary>
    public YamlText Comment(string comment)
    {
        emitter.Emit(new Comment(comment, isInline: false));
        return this;
    }

    /// <summary>A map under a key.</summary>
    public YamlText Map(string key, Action<YamlText> content)
    {
        Key(key);
        emitter.Emit(new MappingStart());
        content(this);
        emitter.Emit(new MappingEnd());
        return this;
    }

    /// <summary>A text under a key: in quotes, or as a block where it has several lines.</summary>
    public YamlText Text(string key, string value)
    {
        Key(key);
        Emit(value, value.TrimEnd('\n').Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted);
        return this;
    }

    /// <summary>A number or a truth value under a key.</summary>
    public YamlText Plain(string key, string value)
    {
        Key(key);
        Emit(value, ScalarStyle.Plain);
        return this;
    }

    /// <summary>A list of texts under a key.</summary>
    public YamlText List(string key, params IEnumerable<string> values)
    {
        Key(key);
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var value in values) Emit(value, ScalarStyle.DoubleQuoted);
        emitter.Emit(new SequenceEnd());
        return this;
    }

    /// <summary>Ends the document; nothing can be added after that.</summary>
    public void Finish()
    {
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private void Key(string key) => Emit(key, ScalarStyle.Any);

    private void Emit(string value, ScalarStyle style) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: true, isQuotedImplicit: true));
}
