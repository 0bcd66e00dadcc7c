namespace OrleansConnect.KafkaMessages;

/// <summary>Writes one structure as a class with <c>Read</c> and <c>Write</c>, its inner structures nested in it.</summary>
internal sealed class StructureEmitter(CodeText code, Message message)
{
    public void Emit(MessageField structure, string implements)
    {
        code.Block($"internal sealed class {structure.StructureName}{implements}", () =>
        {
            if (structure == message.Root)
            {
                code.Line($"public static ApiSpan Api => new({message.ApiKey}, {message.Versions.First}, {message.Versions.Last}, {message.FlexibleFrom});");
            }

            foreach (var field in structure.Fields)
            {
                code.Line($"public {field.CSharpType} {field.Name} {{ get; set; }}{field.Initializer}");
            }

            EmitRead(structure);
            EmitWrite(structure);
            foreach (var inner in structure.Fields.Where(field => field.IsStructure))
            {
                Emit(inner, "");
            }
        });
    }

    private void EmitRead(MessageField structure)
    {
        code.Block($"public static {structure.StructureName} Read(ref WireReader reader, short version)", () =>
        {
            code.Line($"var flexible = {message.Flexible};").Line($"var message = new {structure.StructureName}();");
            foreach (var field in structure.Fields.Where(field => field.Tag < 0))
            {
                code.When(field.Versions.Condition(message.Versions), () => EmitReadValue(field));
            }

            code.When("flexible", () => code.Block("for (var tags = reader.VarUInt(); tags > 0; tags--)", () =>
            {
                code.Line("var tag = reader.TagStart(out var end);");
                code.Block("switch (tag)", () =>
                {
                    foreach (var field in structure.Fields.Where(field => field.Tag >= 0))
                    {
                        code.Block($"case {field.Tag}:", () =>
                        {
                            EmitReadValue(field);
                            code.Line("break;");
                        });
                    }

                    code.Line("default: break;");
                });
                code.Line("reader.TagEnd(end);");
            }));
            code.Line("return message;");
        });
    }

    private void EmitReadValue(MessageField field)
    {
        var one = field.IsStructure ? $"{field.StructureName}.Read(ref reader, version)"
            : field.HasLength ? $"reader.{field.Method}(flexible)" : $"reader.{field.Method}()";
        if (!field.IsArray)
        {
            if (field.IsStructure && !field.Nullable.IsNone)
            {
                one = $"reader.IsPresent() ? {one} : null";
            }
            else if (field.HasLength && field.Type != "records")
            {
                one = field.Nullable.IsNone ? $"reader.{field.Method}(flexible)" : $"reader.Nullable{field.Method}(flexible)";
            }

            code.Line($"message.{field.Name} = {one};");
            return;
        }

        code.Block("", () =>
        {
            code.Line("var count = reader.ArrayLength(flexible);");
            code.Line($"message.{field.Name} = count < 0 ? {(field.Nullable.IsNone ? "[]" : "null")} : new(WireReader.Capacity(count));");
            code.Line($"for (var i = 0; i < count; i++) {{ reader.Charge(); message.{field.Name}!.Add({one}); }}");
        });
    }

    private void EmitWrite(MessageField structure)
    {
        code.Block("public void Write(WireWriter writer, short version)", () =>
        {
            code.Line($"var flexible = {message.Flexible};");
            foreach (var field in structure.Fields.Where(field => field.Tag < 0))
            {
                code.When(field.Versions.Condition(message.Versions), () => EmitWriteValue(field));
            }

            code.When("flexible", () => EmitWriteTags(structure));
        });
    }

    private void EmitWriteTags(MessageField structure)
    {
        var tagged = structure.Fields.Where(field => field.Tag >= 0).OrderBy(field => field.Tag).ToList();
        var present = tagged.Select(field => $"({Present(field)} ? 1 : 0)").ToList();
        code.Line($"writer.VarUInt({(present.Count == 0 ? "0" : $"(uint)({string.Join(" + ", present)})")});");
        foreach (var field in tagged)
        {
            code.When(Present(field), () =>
            {
                code.Line($"var start{field.Tag} = writer.TagStart({field.Tag});");
                EmitWriteValue(field);
                code.Line($"writer.TagEnd(start{field.Tag});");
            });
        }
    }

    private string Present(MessageField field)
    {
        var condition = field.Versions.Condition(message.Versions);
        var set = field.IsArray ? $"{field.Name} is {{ Count: > 0 }}"
            : field.IsStructure ? $"{field.Name} is not null"
            : field.Nullable.IsNone ? $"{field.Name} != {field.Default ?? "default"}" : $"{field.Name} is not null";
        return condition.Length == 0 ? set : $"({condition}) && {set}";
    }

    private void EmitWriteValue(MessageField field)
    {
        if (!field.IsArray)
        {
            code.Line(field switch
            {
                { IsStructure: true } when !field.Nullable.IsNone => $"writer.Presence({field.Name} is not null); {field.Name}?.Write(writer, version);",
                { IsStructure: true } when field.Tag >= 0 => $"{field.Name}!.Write(writer, version);",
                { IsStructure: true } => $"{field.Name}.Write(writer, version);",
                { HasLength: true } => $"writer.{field.Method}({field.Name}, flexible);",
                _ => $"writer.{field.Method}({field.Name});",
            });
            return;
        }

        code.Line($"writer.ArrayLength({field.Name}{(field.Nullable.IsNone ? "" : "?")}.Count{(field.Nullable.IsNone ? "" : " ?? -1")}, flexible);");
        var one = field.IsStructure ? "item.Write(writer, version);" : field.HasLength ? $"writer.{field.Method}(item, flexible);" : $"writer.{field.Method}(item);";
        code.Line(field.Nullable.IsNone ? $"foreach (var item in {field.Name}) {one}" : $"foreach (var item in {field.Name} ?? []) {one}");
    }
}
