namespace Pulumi;

public static partial class Output
{
    /// <summary>Joins 2 inputs of different types into one output.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Input<T1> item1, Input<T2> item2)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]))));

    /// <summary>Joins 2 outputs of different types into one output.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(
        Output<T1> item1, Output<T2> item2)
        => new(Join([item1.State, item2.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]))));

    /// <summary>Joins 3 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]))));

    /// <summary>Joins 3 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3)
        => new(Join([item1.State, item2.State, item3.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]))));

    /// <summary>Joins 4 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State, item4.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]))));

    /// <summary>Joins 4 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4)
        => new(Join([item1.State, item2.State, item3.State, item4.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]))));

    /// <summary>Joins 5 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State, item4.AsOutput().State, item5.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]))));

    /// <summary>Joins 5 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5)
        => new(Join([item1.State, item2.State, item3.State, item4.State, item5.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]))));

    /// <summary>Joins 6 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State, item4.AsOutput().State, item5.AsOutput().State, item6.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]))));

    /// <summary>Joins 6 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6)
        => new(Join([item1.State, item2.State, item3.State, item4.State, item5.State, item6.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]))));

    /// <summary>Joins 7 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State, item4.AsOutput().State, item5.AsOutput().State, item6.AsOutput().State, item7.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]), Output<T7>.Read(s[6]))));

    /// <summary>Joins 7 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7)
        => new(Join([item1.State, item2.State, item3.State, item4.State, item5.State, item6.State, item7.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]), Output<T7>.Read(s[6]))));

    /// <summary>Joins 8 inputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7, Input<T8> item8)
        => new(Join([item1.AsOutput().State, item2.AsOutput().State, item3.AsOutput().State, item4.AsOutput().State, item5.AsOutput().State, item6.AsOutput().State, item7.AsOutput().State, item8.AsOutput().State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]), Output<T7>.Read(s[6]), Output<T8>.Read(s[7]))));

    /// <summary>Joins 8 outputs of different types into one output.</summary>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7, Output<T8> item8)
        => new(Join([item1.State, item2.State, item3.State, item4.State, item5.State, item6.State, item7.State, item8.State], static s => (Output<T1>.Read(s[0]), Output<T2>.Read(s[1]), Output<T3>.Read(s[2]), Output<T4>.Read(s[3]), Output<T5>.Read(s[4]), Output<T6>.Read(s[5]), Output<T7>.Read(s[6]), Output<T8>.Read(s[7]))));
}
