using CsCheck;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>A generator written as a plain method.</summary>
public sealed class Drawn<T>(Func<Draw, T> make) : Gen<T>
{
    public override T Generate(PCG pcg, Size? min, out Size size)
    {
        var draw = new Draw(pcg);
        var made = make(draw);
        size = new Size(draw.Count);
        return made;
    }
}
